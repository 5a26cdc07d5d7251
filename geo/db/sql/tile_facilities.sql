WITH box AS (
    SELECT ST_TileEnvelope(:z, :x, :y) AS frame,
           ST_Transform(ST_TileEnvelope(:z, :x, :y, margin => 0.0625), 25832) AS search
),
shape AS (
    SELECT facility_id, layer, name, ST_AsMVTGeom(ST_Transform(geom, 3857), frame, 4096, 256, true) AS geom
    FROM facility, box
    WHERE verbund_id = :verbund AND (:facility_layer = '' OR layer = :facility_layer) AND geom && search
)
SELECT ST_AsMVT(shape, 'facilities', 4096, 'geom') FROM shape WHERE geom IS NOT NULL
