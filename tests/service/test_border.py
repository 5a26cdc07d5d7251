"""What lies nearer across the border: figures of one Zentrum that can be told by heart."""

from geo.domain import Mode
from geo.service.border import describe_border


class Figure:
    """The fields that the sentence reads."""

    def __init__(self, layer_title, facility_kommune, own_s, gain_s, own_none=False, mode=Mode.WALK):
        self.layer_title, self.facility_kommune, self.kommune = layer_title, facility_kommune, "Unna"
        self.facility_id = layer_title if facility_kommune else None
        self.own_travel_time_s, self.border_gain_s = own_s, gain_s
        self.own_none, self.mode = own_none, mode


def test_nearer_abroad_longest_first_and_what_is_absent():
    figures = [
        Figure("Apotheke", "Kamen", 1200, 240),
        Figure("Post", "Werl", 3000, 1500),
        Figure("Bank", "Werl", 900, 30),  # hardly noticeable
        Figure("Bahnhof", "Kamen", None, None, True),
        Figure("Arzt", "Kamen", None, None),  # nobody knows, or there is one, but no way to it
        Figure("Schule", "Unna", 300, 0),
        Figure("Tankstelle", "Werl", 900, 600, mode=Mode.CAR),
    ]
    assert describe_border(figures, Mode.WALK).replace("\xa0", " ") == (
        "Zu Fuß jenseits der Grenze näher: Post in Werl (25 min kürzer), Apotheke in Kamen (4 min kürzer). "
        "In Unna selbst keine Einrichtung: Bahnhof."
    )


def test_nothing_to_say():
    assert (
        describe_border([Figure("Schule", "Unna", 300, 0), Figure("Bank", None, None, None)], Mode.WALK) == ""
    )


def test_many_are_counted():
    figures = [Figure(f"Art {n}", "Kamen", None, None, True) for n in range(7)]
    assert describe_border(figures, Mode.WALK).endswith("Art 0, Art 1, Art 2, Art 3 und 3 weitere.")
