WITH box AS (
    SELECT ST_TileEnvelope(:z, :x, :y) AS frame,
           ST_Transform(ST_TileEnvelope(:z, :x, :y, margin => 0.0625), 25832) AS search
),
shape AS (
    SELECT zentrum_id, name, ags, ST_AsMVTGeom(ST_Transform(geom, 3857), frame, 4096, 256, true) AS geom
    FROM zentrum, box
    WHERE verbund_id = :verbund AND geom && search
)
SELECT ST_AsMVT(shape, 'zentren', 4096, 'geom') FROM shape WHERE geom IS NOT NULL
