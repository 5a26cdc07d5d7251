"""Near areas by a greedy rule: quick, not the best, and where the exact search begins."""

import numpy as np

from geo.areas.near_question import IntArray, NearQuestion, weights


def find_start(question: NearQuestion, region: IntArray) -> list[IntArray]:
    """Near areas inside a region, one after the other: around the place in need with most people, as many as fit.

    Parameters
    ----------
    question
        Places and limits.
    region
        Positions of the places that may be used.

    Returns
    -------
    list of arrays
        Positions of the members of each area; every area keeps the limits, no place stands in two.
    """
    left, weight = set(region.tolist()), weights(question)
    areas = []
    for seed in sorted(region[question.in_need[region]].tolist(), key=lambda i: (-weight[i], i)):
        if seed not in left:
            continue
        area = _grow(question, seed, left, weight)
        if area is not None:
            areas.append(area)
            left -= set(area.tolist())
    return areas


def _grow(question: NearQuestion, seed: int, left: set[int], weight: IntArray) -> IntArray | None:
    around = sorted(
        (i for i in left if i != seed and question.time_s[seed, i] <= question.limit_s),
        key=lambda i: (-weight[i], -question.people[i], question.time_s[seed, i], i),
    )
    abroad = [i for i in around if question.ags[i] != question.ags[seed]]
    if not abroad:
        return None
    # Another municipality first; of places that bring neither need nor people one is enough.
    members = [seed, abroad[0]]
    for i in around:
        brings = weight[i] > 0 or question.people[i] > 0
        fits = i not in members and bool((question.time_s[i, members] <= question.limit_s).all())
        if brings and fits and len(members) < question.max_members:
            members.append(i)
    return np.array(members) if question.people[members].sum() >= question.min_residents else None
