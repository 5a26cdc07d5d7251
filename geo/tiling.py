"""Pure geometry: cut a municipality into Ortsteile that tile it without overlap or gap.

Every cut works on linework: all borders are noded on one fine grid, polygonised into faces, and each face
is given to one Ortsteil. Neighbours made of the same faces share their border vertex by vertex, which cutting
polygon by polygon does not guarantee.
"""

import numpy as np
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray
from pandas import Index
from shapely.geometry import MultiPoint, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.crs import STORAGE, validate_metric
from geo.errors import InputError

GRID_M = 1e-5  # noding grid: fine enough that a moved vertex on a border of 5 km shifts less than 0.1 m²
TOUCH_M = 1e-3  # faces whose shared border is shorter than this touch in a point only


def voronoi_ortsteile(
    outline: BaseGeometry, centres: GeoSeries, satellites: GeoSeries | None = None
) -> GeoSeries:
    """Cut a municipality into one Ortsteil per centre by Voronoi cells of its settlements.

    Parts of the outline that hold no centre (exclaves) go whole to the nearest centre. A piece that a bay of
    the outline cuts off from its centre goes to the neighbour it shares the longest border with.

    Parameters
    ----------
    outline
        Municipality, Polygon or MultiPolygon in EPSG:25832 (metres).
    centres
        Points in EPSG:25832, indexed by ``zentrum_id``; all inside the outline, no two at one place.
    satellites
        Further settlements (points in EPSG:25832) whose cells join that of the nearest centre; one that
        stands on a centre changes nothing.

    Returns
    -------
    GeoSeries
        One MultiPolygon per centre in the order of ``centres``, EPSG:25832; together they tile the outline.

    Raises
    ------
    InputError
        If there is no centre, two share an id or a place, or one lies outside the outline.
    CrsError
        If the points are not in metres.
    """
    _validate_centres(outline, centres)
    seeds, owner = _seeds(centres, satellites)
    faces: list[Polygon] = []
    owners: list[int] = []
    for part in shapely.get_parts(outline):
        inside = np.flatnonzero(shapely.intersects(part, centres.values))
        if inside.size < 2:
            only = inside[0] if inside.size else int(np.argmin(shapely.distance(part, centres.values)))
            cut = noded_faces([part.boundary], part)
            labels = np.full(len(cut), only)
        else:
            held = np.flatnonzero(np.isin(owner, inside))
            cut, labels = cut_by_cells(part, seeds[held], owner[held])
            labels = join_neighbours(cut, labels, ~_connected(cut, labels, centres.values))
        faces.extend(cut)
        owners.extend(int(label) for label in labels)
    return dissolve_faces(np.array(faces, dtype=object), np.array(owners), centres.index)


def validate_tiling(outline: BaseGeometry, parts: GeoSeries, tolerance_m2: float = 1.0) -> None:
    """Make sure that Ortsteile tile their municipality.

    Parameters
    ----------
    outline
        Municipality in EPSG:25832.
    parts
        Ortsteile of that municipality in EPSG:25832, indexed by their id.
    tolerance_m2
        Largest overlap, gap and excess, each in square metres over the whole municipality.

    Raises
    ------
    InputError
        Names the worst overlap (the two Ortsteile), gap or excess (a place in it) and its size.
    CrsError
        If the parts are not in metres.
    """
    validate_metric(parts, "Die Ortsteile")
    if parts.empty:
        raise InputError("Die Kommune hat keinen Ortsteil: bitte in der Ortsteil-Datei ergänzen.")
    broken = parts.index[~parts.is_valid | parts.is_empty]
    if len(broken):
        raise InputError(
            f"Die Fläche von {broken[0]} ist leer oder überschneidet sich selbst: bitte neu zeichnen."
        )
    _validate_overlap(parts, tolerance_m2)
    union = shapely.union_all(parts.values)
    gap, excess = outline.difference(union), union.difference(outline)
    if gap.area > tolerance_m2:
        raise InputError(
            f"Zwischen den Ortsteilen bleibt eine Lücke von {_square_metres(gap.area)} {_place(gap)}: "
            "bitte die Grenzen lückenlos zeichnen."
        )
    if excess.area > tolerance_m2:
        worst = parts.index[int(np.argmax(shapely.area(shapely.difference(parts.values, outline))))]
        raise InputError(
            f"{worst} ragt über die Kommunengrenze hinaus ({_square_metres(excess.area)} {_place(excess)}): "
            "bitte an der Kommunengrenze abschneiden."
        )


def noded_faces(lines: list[BaseGeometry], within: BaseGeometry) -> NDArray[np.object_]:
    """Cut an area along lines.

    Parameters
    ----------
    lines
        Linework in metres; the boundary of ``within`` must be among it.
    within
        Area that is to be cut; faces outside are dropped.

    Returns
    -------
    numpy.ndarray
        Polygons, noded on the grid ``GRID_M``, that tile ``within``.
    """
    noded = shapely.union_all(lines, grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    shapely.prepare(within)
    kept: NDArray[np.object_] = faces[shapely.intersects(within, shapely.point_on_surface(faces))]
    return kept


def cut_by_cells(
    part: Polygon, seeds: NDArray[np.object_], owner: NDArray[np.int_]
) -> tuple[NDArray[np.object_], NDArray[np.int_]]:
    """Cut one polygon by the Voronoi cells of points.

    Parameters
    ----------
    part
        Polygon in metres.
    seeds
        At least two points, no two at one place.
    owner
        For each point the number of its owner.

    Returns
    -------
    tuple of numpy.ndarray
        Faces that tile ``part``, and the owner of each.
    """
    edges = shapely.voronoi_polygons(MultiPoint(seeds), extend_to=part.envelope, only_edges=True)
    faces = noded_faces([part.boundary, shapely.intersection(edges, part)], part)
    nearest = shapely.STRtree(seeds).query_nearest(shapely.point_on_surface(faces), all_matches=False)[1]
    return faces, owner[nearest]


def join_neighbours(
    faces: NDArray[np.object_], owner: NDArray[np.int_], loose: NDArray[np.bool_]
) -> NDArray[np.int_]:
    """Give loose faces to the neighbour with the longest shared border, the longest first.

    Parameters
    ----------
    faces
        Polygons from :func:`noded_faces`.
    owner
        For each face the number of its owner.
    loose
        Which faces are to change hands.

    Returns
    -------
    numpy.ndarray
        Owners; a loose face without any neighbour keeps its own.
    """
    owner, loose = owner.copy(), loose.copy()
    border = _shared_borders(faces)
    while loose.any():
        links = border[loose[border["left"]] & ~loose[border["right"]]]
        if not len(links):
            break
        longest = links[np.argmax(links["length_m"])]
        owner[longest["left"]] = owner[longest["right"]]
        loose[longest["left"]] = False
    return owner


def dissolve_faces(faces: NDArray[np.object_], owner: NDArray[np.int_], ids: Index) -> GeoSeries:
    """Merge the faces of each owner; shared vertices stay where they are.

    Parameters
    ----------
    faces
        Polygons from :func:`noded_faces`.
    owner
        For each face a position in ``ids``; every position occurs.
    ids
        Index of the result.

    Returns
    -------
    GeoSeries
        One MultiPolygon per id, EPSG:25832.
    """
    merged = [shapely.coverage_union_all(faces[owner == position]) for position in range(len(ids))]
    parts = [MultiPolygon(list(shapely.get_parts(shape))) for shape in merged]
    return GeoSeries(parts, index=ids, crs=STORAGE)


def _validate_centres(outline: BaseGeometry, centres: GeoSeries) -> None:
    validate_metric(centres, "Die Lage der Zentren")
    if centres.empty:
        raise InputError(
            "Die Kommune hat kein Zentrum, um das ein Ortsteil liegen könnte: bitte eines eintragen."
        )
    if not centres.index.is_unique:
        twice = centres.index[centres.index.duplicated()][0]
        raise InputError(f"Das Zentrum {twice} steht zweimal in der Liste: bitte eine Zeile löschen.")
    outside = centres.index[~shapely.intersects(outline, centres.values)]
    if len(outside):
        raise InputError(
            f"Das Zentrum {outside[0]} liegt außerhalb seiner Kommune: bitte die Lage berichtigen."
        )
    same = centres.index[centres.duplicated()]
    if len(same):
        raise InputError(f"Das Zentrum {same[0]} liegt genau auf einem anderen: bitte die Lage berichtigen.")


def _seeds(centres: GeoSeries, satellites: GeoSeries | None) -> tuple[NDArray[np.object_], NDArray[np.int_]]:
    """Points to draw cells around, and for each the position of the centre that its cell belongs to."""
    points = np.asarray(centres.values, dtype=object)
    own = np.arange(len(points))
    if satellites is None or satellites.empty:
        return points, own
    validate_metric(satellites, "Die Lage der Ortslagen")
    others = shapely.points(np.unique(shapely.get_coordinates(satellites.values), axis=0))
    links, distance_m = shapely.STRtree(points).query_nearest(others, all_matches=False, return_distance=True)
    away = distance_m > 0
    return np.concatenate([points, others[away]]), np.concatenate([own, links[1][away]])


def _shared_borders(faces: NDArray[np.object_]) -> NDArray[np.void]:
    """Pairs of faces (both ways) with the length of the border they share."""
    left, right = shapely.STRtree(faces).query(faces, predicate="intersects")
    left, right = left[left != right], right[left != right]
    rings = shapely.boundary(faces)
    length_m = shapely.length(shapely.intersection(rings[left], rings[right]))
    pairs = np.zeros(len(left), dtype=[("left", int), ("right", int), ("length_m", float)])
    pairs["left"], pairs["right"], pairs["length_m"] = left, right, length_m
    kept: NDArray[np.void] = pairs[length_m > TOUCH_M]
    return kept


def _connected(
    faces: NDArray[np.object_], owner: NDArray[np.int_], centres: NDArray[np.object_]
) -> NDArray[np.bool_]:
    """Which faces hang together with the centre that owns them."""
    border = _shared_borders(faces)
    held: NDArray[np.bool_] = shapely.intersects(faces, centres[owner])
    same = border[owner[border["left"]] == owner[border["right"]]]
    while True:
        reached = same["left"][held[same["right"]] & ~held[same["left"]]]
        if not reached.size:
            return held
        held[reached] = True


def _validate_overlap(parts: GeoSeries, tolerance_m2: float) -> None:
    areas = parts.values
    left, right = shapely.STRtree(areas).query(areas, predicate="intersects")
    left, right = left[left < right], right[left < right]
    overlap = shapely.area(shapely.intersection(areas[left], areas[right]))
    if overlap.sum() > tolerance_m2:
        worst = int(np.argmax(overlap))
        raise InputError(
            f"{parts.index[left[worst]]} und {parts.index[right[worst]]} überlappen sich um "
            f"{_square_metres(float(overlap[worst]))}: bitte die gemeinsame Grenze angleichen."
        )


def _square_metres(value: float) -> str:
    return f"{value:,.0f} m²".replace(",", ".") if value >= 10 else f"{value:.1f} m²".replace(".", ",")


def _place(shape: BaseGeometry) -> str:
    """Where to look: a point inside the largest piece, in the storage system."""
    pieces = shapely.get_parts(shape)
    point = shapely.point_on_surface(pieces[int(np.argmax(shapely.area(pieces)))])
    return f"bei {point.x:.0f} / {point.y:.0f} (EPSG:{STORAGE})"
