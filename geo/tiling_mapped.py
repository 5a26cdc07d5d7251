"""Pure geometry: make polygons that were mapped or drawn by hand tile their municipality."""

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.crs import STORAGE, validate_metric
from geo.errors import InputError
from geo.tiling import cut_by_cells, dissolve_faces, join_neighbours, noded_faces

STEP_M = 20.0  # spacing of the points along a gap that decide what is nearest
ON_BORDER_M = 1e-3
CRUMB_M2 = 1_000.0  # a detached piece smaller than this is an accident of drawing, not an exclave
MIN_GAP_WIDTH_M = 1.0  # a thinner gap goes whole to one neighbour


def tile_mapped(outline: BaseGeometry, polygons: GeoSeries) -> GeoSeries:
    """Make mapped polygons tile their municipality.

    What sticks out of the outline is cut off. Ground that no polygon claims goes to the nearest, ground that
    several claim to the neighbour it shares the longest border with.

    Parameters
    ----------
    outline
        Municipality in EPSG:25832.
    polygons
        Mapped areas in EPSG:25832, indexed by ``zentrum_id``; several may carry the same id.

    Returns
    -------
    GeoSeries
        One MultiPolygon per id in order of first appearance, EPSG:25832; together they tile the outline.

    Raises
    ------
    InputError
        If a polygon is invalid or nothing of an id is left inside the outline.
    CrsError
        If the polygons are not in metres.
    """
    validate_metric(polygons, "Die kartierten Flächen")
    broken = polygons.index[~polygons.is_valid | polygons.is_empty]
    if len(broken):
        raise InputError(f"Die kartierte Fläche von {broken[0]} ist leer oder ungültig: bitte neu zeichnen.")
    polygons = pd.concat([polygons, _gap_pieces(outline, polygons)])
    ids = polygons.index.unique()
    faces = noded_faces([outline.boundary, *polygons.boundary], outline)
    points = shapely.point_on_surface(faces)
    face, polygon = shapely.STRtree(polygons.values).query(points, predicate="intersects")
    claimant = ids.get_indexer(polygons.index)[polygon]
    owner = np.full(len(faces), -1)
    owner[face] = claimant
    disputed = np.zeros(len(faces), dtype=bool)
    disputed[face[owner[face] != claimant]] = True
    owner = join_neighbours(faces, owner, disputed | (owner < 0))
    missing = ids[~np.isin(np.arange(len(ids)), owner)]
    if len(missing):
        raise InputError(
            f"Von der kartierten Fläche {missing[0]} liegt nichts für sich allein in der Kommune: "
            "bitte Lage und Überlappungen prüfen."
        )
    crumbs = _crumbs(faces, dissolve_faces(faces, owner, ids))
    return dissolve_faces(faces, join_neighbours(faces, owner, crumbs), ids)


def _gap_pieces(outline: BaseGeometry, polygons: GeoSeries) -> GeoSeries:
    """Ground that no polygon claims, cut so that every piece belongs to the nearest polygon."""
    pieces: list[BaseGeometry] = []
    ids: list[str] = []
    for gap in shapely.get_parts(outline.difference(shapely.union_all(polygons.values))):
        if gap.buffer(-MIN_GAP_WIDTH_M / 2).is_empty:
            continue
        seeds, owner = _border_points(gap, polygons)
        if np.unique(owner).size < 2:
            continue
        faces, owners = cut_by_cells(gap, seeds, owner)
        pieces.extend(faces)
        ids.extend(polygons.index[owners])
    return GeoSeries(pieces, index=ids, crs=STORAGE)


def _border_points(gap: BaseGeometry, polygons: GeoSeries) -> tuple[NDArray[np.object_], NDArray[np.int_]]:
    """Points along the border of a gap that lie on a polygon, and the position of that polygon."""
    ring = shapely.segmentize(gap.boundary, STEP_M)
    points = shapely.points(np.unique(shapely.get_coordinates(ring), axis=0))
    tree = shapely.STRtree(polygons.values)
    point, polygon = tree.query_nearest(points, max_distance=ON_BORDER_M, all_matches=False)
    return points[point], polygon


def _crumbs(faces: NDArray[np.object_], parts: GeoSeries) -> NDArray[np.bool_]:
    """Faces of tiny islands, left over where two drawn borders cross, that lie apart from their Ortsteil."""
    islands = [
        piece for part in parts if len(part.geoms) > 1 for piece in part.geoms if piece.area < CRUMB_M2
    ]
    crumbs = np.zeros(len(faces), dtype=bool)
    face, _ = shapely.STRtree(islands).query(shapely.point_on_surface(faces), predicate="intersects")
    crumbs[face] = True
    return crumbs
