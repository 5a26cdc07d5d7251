"""Public libraries with staff or opening hours, church ones included."""

from geo.domain import Handlungsfeld
from geo.layers.spec import NOT_PUBLIC, LayerSpec

LAYER = LayerSpec(
    key="library",
    title="Bücherei",
    plural="Büchereien",
    genus="f",
    handlungsfeld=Handlungsfeld.ZIVILGESELLSCHAFT,
    rules=({"amenity": "library"},),
    unless=(
        NOT_PUBLIC,
        {"access": ("members", "students", "employees")},
        {"name": "~bücherschrank|bücherzelle|offenes bücherregal"},
    ),
    accepts=(
        {"amenity": "library", "name": "Stadtbücherei"},
        {"amenity": "library", "operator": "Kath. Kirchengemeinde"},
        {"amenity": "library", "access": "yes"},
    ),
    rejects=(
        {"amenity": "public_bookcase"},
        {"amenity": "library", "name": "Bücherschrank am Dorfplatz"},
        {"amenity": "library", "access": "students"},
        {"shop": "books", "name": "Buchhandlung"},
        {"amenity": "toy_library"},
    ),
    colour="#482205",
    order=130,
)
