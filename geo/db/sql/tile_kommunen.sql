-- Areas are simplified to one unit of the tile's own grid (1/4096 of its width): finer than a pixel,
-- so that neighbours show no gap between them.
WITH box AS (
    SELECT ST_TileEnvelope(:z, :x, :y) AS frame,
           ST_Transform(ST_TileEnvelope(:z, :x, :y, margin => 0.0625), 25832) AS search
),
shape AS (
    SELECT ags, name, role,
           ST_AsMVTGeom(
               ST_Simplify(ST_Transform(geom, 3857), (ST_XMax(frame) - ST_XMin(frame)) / 4096, true),
               frame, 4096, 256, true
           ) AS geom
    FROM kommune, box
    WHERE verbund_id = :verbund AND geom && search
)
SELECT ST_AsMVT(shape, 'kommunen', 4096, 'geom') FROM shape WHERE geom IS NOT NULL
