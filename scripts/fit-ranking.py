#!/usr/bin/env python3
"""Fits the weights of Sources/Healing/Locators/Ranking (Weights.swift, Trust.swift).

usage: fit-ranking.py DATA.jsonl

DATA has one site a line: {"site", "rich", "candidates": [{"key", "attributes"}], "cases": [{"target", "answer": key}]}.
Two models, both without negative weights, so that no weight can mean the opposite of what it is called:
  ranking   a conditional logit: the remembered element chooses among all candidates of its page;
  trust     a logistic regression on the best candidate, once as the page is and once with the right one taken away.
Prints the weights fitted on all sites, and the rates of weights fitted without the site they are applied to.
Needs numpy and scipy.
"""

import collections
import json
import math
import re
import sys

import numpy as np
from scipy.optimize import minimize

LIMIT = 64
KINDS = {
    "a": "click", "button": "click", "input": "field", "select": "field", "textarea": "field", "svg": "image",
    "img": "image", "label": "text", "span": "text", "p": "text", "div": "box", "li": "box", "ul": "box", "td": "box",
    "form": "box", "nav": "box", "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading",
}
SIDES = ("Above", "Below", "Left", "Right")
RANKING = (
    "tag kind id idSpelling name classes text words containedWords textAppeared vocabulary link linkSpelling path "
    "tagPath pathEnd depth listStep anchor anchoredPath location size neighbours neighbourSides"
).split()
TRUST = (
    "margin tag kind sameText lostWords gainedWords oneText identity noClass link pathEnd anchoredPath moved size "
    "neighbours otherName nothingShared"
).split()
RANKING_PENALTY, TRUST_PENALTY, THRESHOLD, FULL_MARGIN = 1.5, 5.0, 0.63, 2.5


def distance(first, second):
    """Levenshtein distance, bit-parallel (Hyyrö 2003)."""
    if first == second or not first or not second:
        return 0 if first == second else max(len(first), len(second))
    mask, top = (1 << len(first)) - 1, 1 << (len(first) - 1)
    places = collections.defaultdict(int)
    for position, element in enumerate(first):
        places[element] |= 1 << position
    rises, falls, result = mask, 0, len(first)
    for element in second:
        equal = places.get(element, 0)
        vertical = equal | falls
        horizontal = (((equal & rises) + rises) ^ rises) | equal
        up, down = falls | (~(horizontal | rises) & mask), rises & horizontal
        result += bool(up & top) - bool(down & top)
        up, down = ((up << 1) | 1) & mask, (down << 1) & mask
        rises, falls = down | (~(vertical | up) & mask), up & vertical
    return result


def alike(first, second):
    return 1 - distance(first, second) / max(len(first), len(second)) if first and second else 0.0


def normalized(text):
    text = re.sub(r"\s+", " ", text.replace("’", "'")).lower()
    text = re.sub(r"^[\W_]+|[\W_]+$", "", text)[:120]
    return "" if text == "0" else text


def words(text):
    return set(re.findall(r"\w+", text))


def tag_of(step):
    return step.split("[")[0].lower()


class Element:
    def __init__(self, attributes):
        get = lambda name: attributes.get(name) or ""
        self.tag, self.id, self.name = get("tag").lower(), get("id"), get("name")
        self.kind = KINDS.get(self.tag, self.tag)
        self.classes = set(get("class").split())
        self.text = normalized(get("text")) or normalized(get("visibleText"))
        self.words = words(self.text)
        link = re.sub(r"^https?://", "", get("href")).removeprefix("www.")
        self.link = re.split(r"[#?]", link)[0].rstrip("/") or get("href")
        self.path = get("xpath").strip("/").split("/") if get("xpath") else []
        self.tags = [tag_of(step) for step in self.path]
        anchored = re.match(r"""(?://\*\[@id=|id\()(['"])(.*?)\1[\])]?(.*)""", get("indexedXPath"))
        self.anchor = anchored.group(2) if anchored else ""
        self.anchored = [s for s in (anchored.group(3) if anchored else get("indexedXPath")).split("/") if s]
        self.list_step = next((s for s in reversed(self.path) if tag_of(s) in ("li", "tr", "td", "option")), "")
        self.sides = [words(normalized(get("neighborText" + side))) for side in SIDES]
        self.neighbours = set().union(words(normalized(get("neighborText"))), *self.sides)
        numbers = [get(n) for n in ("x", "y", "width", "height")]
        self.box = [float(n) for n in numbers] if all(numbers) else None
        names = [self.id, self.name, *self.classes] + ([] if self.anchored else [self.anchor])
        humps = [re.sub(r"([a-z])([A-Z])", r"\1 \2", name) for name in names]
        self.vocabulary = {w.lower() for h in humps for w in re.findall(r"[A-Za-z]{2,}", h)}
        self.vocabulary |= {w for w in self.words if len(w) > 1}
        for hint in ("placeholder", "alt", "title"):
            self.vocabulary |= words(normalized(get(hint)))


class Page:
    def __init__(self, elements):
        self.elements = elements
        self.counts = {n: collections.Counter(w for e in elements for w in getattr(e, n)) for n in ("words", "vocabulary")}

    def overlap(self, kind, first, second):
        """Jaccard, containment, lost and gained share, rare words weighing more."""
        first, second = getattr(first, kind), getattr(second, kind)
        if not first or not second:
            return 0.0, 0.0, 0.0, 0.0
        total = lambda some: sum(math.log(1 + len(self.elements) / max(1, self.counts[kind][w])) for w in some)
        common, left, right = total(first & second), total(first), total(second)
        return common / (left + right - common), common / min(left, right), 1 - common / left, 1 - common / right


def jaccard(first, second):
    return len(first & second) / len(first | second) if first and second else 0.0


def ratio(first, second):
    return min(first, second) / max(first, second) if max(first, second) > 0 else 0.0


def similarity(target, candidate, page):
    t, c = target, candidate
    both = lambda name: bool(getattr(t, name)) and bool(getattr(c, name))
    f = dict.fromkeys(RANKING, 0.0)
    f["tag"], f["kind"] = float(t.tag == c.tag), float(t.kind == c.kind)
    if both("id"):
        f["id"], f["idSpelling"] = float(t.id == c.id), alike(t.id.lower()[:LIMIT], c.id.lower()[:LIMIT])
    if both("name"):
        f["name"] = 1.0 if t.name == c.name else -0.3
    f["classes"] = jaccard(t.classes, c.classes)
    f["text"] = alike(t.text[:LIMIT], c.text[:LIMIT])
    f["words"], f["containedWords"], f["_lost"], f["_gained"] = page.overlap("words", t, c)
    f["textAppeared"] = -float(bool(c.text) and not t.text)
    f["vocabulary"] = page.overlap("vocabulary", t, c)[0]
    if both("link"):
        f["link"], f["linkSpelling"] = float(t.link == c.link), alike(t.link[-LIMIT:], c.link[-LIMIT:])
    f["path"], f["tagPath"] = alike(t.path, c.path), alike(t.tags, c.tags)
    ends = list(zip(reversed(t.path), reversed(c.path)))
    common = next((i for i, (a, b) in enumerate(ends) if a != b), len(ends))
    f["pathEnd"] = min(5, common) / 5
    f["depth"] = -abs(len(t.path) - len(c.path)) / 10
    f["listStep"] = float(t.list_step == c.list_step)
    f["anchor"] = float(both("anchor") and t.anchor == c.anchor)
    is_anchor = f["anchor"] == 1 and not t.anchored and not c.anchored
    f["anchoredPath"] = float(is_anchor) or (alike(t.anchored, c.anchored) if t.anchor == c.anchor else 0.0)
    if t.box and c.box:
        moved = math.hypot(t.box[0] - c.box[0], t.box[1] - c.box[1])
        f["location"] = (math.exp(-moved / 300) + math.exp(-moved / 60)) / 2
        f["size"] = ratio(t.box[2], c.box[2]) * ratio(t.box[3], c.box[3])
    if t.neighbours and c.neighbours:
        f["neighbours"] = len(t.neighbours & c.neighbours) / min(len(t.neighbours), len(c.neighbours))
    f["neighbourSides"] = sum(jaccard(a, b) for a, b in zip(t.sides, c.sides)) / 4
    return f


def evidence(target, best, f, margin):
    t, b = target, best
    both = lambda name: bool(getattr(t, name)) and bool(getattr(b, name))
    same_text = both("text") and t.text == b.text
    shares = same_text or f["text"] > 0.5 or both("text") and f["_lost"] < 0.4
    shares = shares or max(f["id"], f["name"], f["link"]) > 0 or f["idSpelling"] > 0.8
    boxes = bool(t.box and b.box)
    return [
        min(margin, FULL_MARGIN) / FULL_MARGIN, f["tag"], f["kind"], float(same_text), -f["_lost"], -f["_gained"],
        -float(bool(t.text) != bool(b.text)), max(f["id"], f["name"], 0), -float(both("classes") and not f["classes"]),
        f["link"], f["pathEnd"], f["anchor"] * f["anchoredPath"], f["location"] - 1 if boxes else 0,
        f["size"] - 1 if boxes else 0, f["neighbours"], -float(both("name") and t.name != b.name), -float(not shares),
    ]


def load(path):
    cases = []
    for line in open(path, encoding="utf-8"):
        site = json.loads(line)
        page = Page([Element(c["attributes"]) for c in site["candidates"]])
        keys = [c["key"] for c in site["candidates"]]
        for case in site["cases"]:
            target = Element(case["target"])
            traits = [similarity(target, candidate, page) for candidate in page.elements]
            matrix = np.array([[f[name] for name in RANKING] for f in traits])
            answer = keys.index(case["answer"])
            cases.append({"site": site["site"], "rich": site["rich"], "target": target, "page": page,
                          "traits": traits, "matrix": matrix, "answer": answer})
    return cases


def site_weights(sites):
    """A site with many cases counts more than one with few, but not in proportion."""
    counts = collections.Counter(sites)
    weights = np.array([counts[site] ** -0.3 for site in sites])
    return weights * len(sites) / weights.sum()


def fit_ranking(cases):
    sizes = [len(c["matrix"]) for c in cases]
    starts = np.cumsum([0] + sizes[:-1])
    rows, owner = np.vstack([c["matrix"] for c in cases]), np.repeat(np.arange(len(cases)), sizes)
    right = rows[starts + np.array([c["answer"] for c in cases])]
    weights = site_weights([c["site"] for c in cases])

    def loss(w):
        scores = rows @ w
        highest = np.maximum.reduceat(scores, starts)
        odds = np.exp(scores - highest[owner])
        sums = np.add.reduceat(odds, starts)
        value = (weights * (np.log(sums) + highest - right @ w)).sum() + RANKING_PENALTY * w @ w / 2
        chance = odds / sums[owner] * weights[owner]
        return value, rows.T @ chance - right.T @ weights + RANKING_PENALTY * w

    return minimize(loss, np.full(len(RANKING), 0.3), jac=True, bounds=[(0, None)] * len(RANKING)).x


def fit_trust(findings):
    rows = np.array([f["evidence"] + [-1.0] for f in findings])
    truth = np.array([float(f["right"]) for f in findings])
    weights = site_weights([f["site"] for f in findings])

    def loss(w):
        chance = 1 / (1 + np.exp(-np.clip(rows @ w, -30, 30)))
        penalty = TRUST_PENALTY * np.append(w[:-1], 0)
        likelihood = truth * np.log(chance + 1e-12) + (1 - truth) * np.log(1 - chance + 1e-12)
        return penalty @ w / 2 - weights @ likelihood, rows.T @ (weights * (chance - truth)) + penalty

    bounds = [(0, None)] * len(TRUST) + [(None, None)]
    return minimize(loss, np.zeros(len(TRUST) + 1), jac=True, bounds=bounds).x


def find(case, weights, is_removed):
    """The best candidate, with the right one taken away or not."""
    scores, elements, target = case["matrix"] @ weights, case["page"].elements, case["target"]
    order = [i for i in np.argsort(-scores, kind="stable") if not (is_removed and i == case["answer"])]
    best = order[0]

    def is_part(other):
        paths = elements[best].path, elements[other].path
        nested = any(a[: len(b)] == b for a, b in (paths, paths[::-1]))
        return nested and elements[best].tag == target.tag != elements[other].tag

    rival = next((i for i in order[1:] if not is_part(i)), None)
    margin = FULL_MARGIN if rival is None else scores[best] - scores[rival]
    found = evidence(target, elements[best], case["traits"][best], margin)
    return {"site": case["site"], "rich": case["rich"], "removed": is_removed, "evidence": found,
            "right": best == case["answer"]}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    cases = load(sys.argv[1])
    sites = sorted({c["site"] for c in cases})
    findings = []
    for site in sites:
        weights = fit_ranking([c for c in cases if c["site"] != site])
        findings += [find(c, weights, removed) for c in cases if c["site"] == site for removed in (False, True)]
    for site in sites:
        weights = fit_trust([f for f in findings if f["site"] != site])
        for finding in (f for f in findings if f["site"] == site):
            finding["chosen"] = 1 / (1 + math.exp(-np.dot(finding["evidence"] + [-1], weights))) >= THRESHOLD
    kept, removed = ([f for f in findings if f["removed"] == flag] for flag in (False, True))
    rate = lambda some, test: sum(map(test, some)) / max(1, len(some))
    print("weights of the ranking:", dict(zip(RANKING, fit_ranking(cases).round(2).tolist())))
    print("weights of trust:", dict(zip(TRUST + ["doubt"], fit_trust(findings).round(2).tolist())))
    print(f"left out site by site, {len(cases)} cases of {len(sites)} sites:")
    print(f"  always choosing: {rate(kept, lambda f: f['right']):.1%} right,",
          f"with geometry {rate([f for f in kept if f['rich']], lambda f: f['right']):.1%}")
    print(f"  with refusal: {rate(kept, lambda f: f['right'] and f['chosen']):.1%} right,",
          f"{rate(kept, lambda f: not f['right'] and f['chosen']):.1%} wrong,",
          f"{rate(removed, lambda f: f['chosen']):.1%} chosen when the right one is taken away")


if __name__ == "__main__":
    main()
