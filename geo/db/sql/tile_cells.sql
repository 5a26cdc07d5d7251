-- Squares of the census grid (EPSG:3035), drawn around their centre, with all people who live in them: whoever stands
-- at an address is told in its square only, whole, however small the tile. Few people are not numbered.
WITH box AS (
    SELECT ST_TileEnvelope(:z, :x, :y) AS frame,
           -- 75 m: from the centre of a square to its corner
           ST_Expand(ST_Transform(ST_TileEnvelope(:z, :x, :y, margin => 0.0625), 25832), 75) AS search
),
hit AS (
    SELECT DISTINCT shown
    FROM cell, box
    WHERE verbund_id = :verbund AND ortsteil_id IS NOT NULL AND geom && search AND :z >= 9
),
square AS (
    SELECT shown AS i, sum(residents) AS residents, (array_agg(ST_Transform(geom, 3035) ORDER BY ordinal))[1] AS inside
    FROM hit JOIN cell USING (shown)
    WHERE verbund_id = :verbund AND ortsteil_id IS NOT NULL
    GROUP BY shown
),
shape AS (
    SELECT i,
           CASE WHEN residents < :few THEN NULL ELSE round(residents)::int END AS residents,
           residents < :few AS few,
           ST_AsMVTGeom(
               ST_Transform(
                   ST_MakeEnvelope(
                       floor(ST_X(inside) / 100) * 100, floor(ST_Y(inside) / 100) * 100,
                       floor(ST_X(inside) / 100) * 100 + 100, floor(ST_Y(inside) / 100) * 100 + 100, 3035
                   ), 3857
               ), frame, 4096, 64, true
           ) AS geom
    FROM square, box
)
SELECT ST_AsMVT(shape, 'cells', 4096, 'geom') FROM shape WHERE geom IS NOT NULL
