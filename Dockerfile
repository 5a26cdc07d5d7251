# Mitten without its private cluster: the database is another container (docker-compose.yml).

FROM python:3.11-slim-bookworm AS python
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements/uv.txt requirements/run.txt requirements/
RUN python -m venv .venv \
    && .venv/bin/pip install --require-hashes --no-deps -r requirements/uv.txt \
    && .venv/bin/uv pip install --no-cache --python .venv --require-hashes --only-binary :all: -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY geo geo
COPY api api
# Editable: data and web map lie beside the code, and the settings look for them there.
RUN .venv/bin/uv pip install --no-cache --python .venv --no-deps --no-build-isolation --editable . \
    && .venv/bin/mitten openapi -o openapi.json

FROM node:24-bookworm-slim AS web
WORKDIR /web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web .
COPY --from=python /app/openapi.json src/generated/openapi.json
RUN npm run build

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin mitten \
    && install -d -o mitten -g mitten /state
WORKDIR /app
COPY --from=python /app /app
COPY data data
COPY --from=web /web/dist web/dist
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MITTEN_STATE_DIR=/state
USER mitten
EXPOSE 8661
# Loads and computes the Verbund on the first start, then serves; 0.0.0.0 is inside the container only.
CMD ["mitten", "up", "--host", "0.0.0.0", "--port", "8661"]
