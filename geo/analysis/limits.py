"""Which limit a layer is judged by with a mode: its norm, else the general limit of the run."""

from dataclasses import dataclass
from typing import Literal

from geo.domain import Mode
from geo.layers.spec import LayerSpec
from geo.network.parameters import RunParameters
from geo.norms import Norm, find_norm_for


@dataclass(frozen=True, slots=True)
class Limit:
    """Threshold in metres of way or minutes of travel; ``norm`` is None for the run's general limit."""

    value: float
    unit: Literal["m", "min"]
    norm: Norm | None


def find_limit(layer: LayerSpec, mode: Mode, parameters: RunParameters) -> Limit:
    """The limit of a layer with a mode."""
    norm = find_norm_for(layer.norms, mode)
    if norm is None:
        return Limit(parameters.limit_min[mode], "min", None)
    return Limit(norm.value, norm.unit, norm)
