-- Cells are squares of the census grid (EPSG:3035), drawn around their centre. Few people are not numbered.
WITH box AS (
    SELECT ST_TileEnvelope(:z, :x, :y) AS frame,
           ST_Transform(ST_TileEnvelope(:z, :x, :y, margin => 0.0625), 25832) AS search
),
shape AS (
    SELECT ordinal AS i,
           CASE WHEN residents < 3 THEN NULL ELSE round(residents)::int END AS residents,
           residents < 3 AS few,
           ST_AsMVTGeom(
               ST_Transform(ST_Expand(ST_Transform(geom, 3035), 50), 3857), frame, 4096, 64, true
           ) AS geom
    FROM cell, box
    WHERE verbund_id = :verbund AND ortsteil_id IS NOT NULL AND geom && search AND :z >= 9
)
SELECT ST_AsMVT(shape, 'cells', 4096, 'geom') FROM shape WHERE geom IS NOT NULL
