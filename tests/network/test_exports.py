"""The graph as files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from rok_events.activities.kinds import Kind
from rok_events.network.exports import plain
from rok_events.network.exports.gexf import as_gexf
from rok_events.network.exports.graph_json import as_json, measures_as_json
from rok_events.network.exports.graphml import as_graphml
from rok_events.network.exports.tables import as_csv
from rok_events.network.rules import Filters, Groups
from tests.network.pictures import network

if TYPE_CHECKING:
    from collections.abc import Callable

    from rok_events.network.graph import Graph

GRAPH = network(8, alone=1)
ORGANISATION_KEYS = "id name sector sessions people degree strength betweenness x y"
TIE_KEYS = (
    "a b sessions pairs_of_people newman encounters weight first_met_on last_met_on"
    " p_value q_value significant"
)
NASTY = '<b>"GGD" & \x0b\x00 co\u202e</b>'
NASTY_GRAPH = replace(
    GRAPH, organisations=(GRAPH.organisations[0]._replace(name=NASTY), *GRAPH.organisations[1:])
)


def test_json_is_what_the_interface_says() -> None:
    found = json.loads(as_json(GRAPH, Filters(kind=Kind.TRAINING, since=date(2024, 1, 1))))

    assert found["filters"] == {
        "since": "2024-01-01",
        "until": None,
        "kind": "training",
        "community": None,
        "weight": "newman",
    }
    assert [*found["organisations"][0]] == (
        [
            "id",
            "name",
            "sector",
            "sessions",
            "people",
            "degree",
            "strength",
            "betweenness",
            "x",
            "y",
        ]
    )
    assert [*found["ties"][0]] == (
        [
            "a",
            "b",
            "sessions",
            "pairs_of_people",
            "newman",
            "encounters",
            "weight",
            "first_met_on",
            "last_met_on",
            "p_value",
            "q_value",
            "significant",
        ]
    )
    assert found["ties"][0]["p_value"] is None
    assert found["ties"][0]["first_met_on"] == "0001-01-01"
    assert found["organisations"][8]["x"] is None
    assert found["measures"] == {
        "organisations": 9,
        "isolates": 1,
        "ties": len(GRAPH.ties),
        "density": pytest.approx(2 * len(GRAPH.ties) / 72),
    }


def test_json_is_sorted_and_exact_to_twelve_digits() -> None:
    found = json.loads(as_json(GRAPH, Filters()))

    ids = [organisation["id"] for organisation in found["organisations"]]
    ties = [(tie["a"], tie["b"]) for tie in found["ties"]]
    assert ids == sorted(ids)
    assert ties == sorted(ties)
    assert all(a < b for a, b in ties)
    assert plain.rounded(1 / 3) == 0.333333333333
    assert plain.rounded(1234567.123456789) == 1234567.12346


def test_json_tells_that_only_tables_count() -> None:
    found = json.loads(as_json(GRAPH, Filters(groups=Groups.TABLES)))

    assert found["filters"]["groups"] == "tables"


def test_the_figures_as_json() -> None:
    found = json.loads(measures_as_json(GRAPH))

    assert found["organisations"] == 9
    assert found["mean_partners"] == pytest.approx(2 * len(GRAPH.ties) / 9)


def test_csv_names_both_organisations() -> None:
    first, *rows = csv.reader(io.StringIO(as_csv(GRAPH)))

    assert first[:4] == ["a", "sector_a", "b", "sector_b"]
    assert first[-1] == "weight"
    assert len(rows) == len(GRAPH.ties)
    assert rows[0][0] == GRAPH.organisations[GRAPH.ties[0].a - 1].name


def test_csv_holds_no_formula() -> None:
    named = GRAPH.organisations[0]._replace(name="=cmd|' /C calc'!A0")
    graph = replace(GRAPH, organisations=(named, *GRAPH.organisations[1:]))

    assert "'=cmd|" in as_csv(graph)


def test_graphml_is_read_by_networkx() -> None:
    found = nx.parse_graphml(as_graphml(GRAPH).decode())

    assert found.number_of_nodes() == 9
    assert found.number_of_edges() == len(GRAPH.ties)
    a, _, tie = next(iter(found.edges(data=True)))
    assert tie["weight"] == pytest.approx(GRAPH.ties[0].weight)
    assert found.nodes[a]["name"] == GRAPH.organisations[0].name


def test_gexf_has_values_and_positions() -> None:
    root = ET.fromstring(as_gexf(GRAPH))  # noqa: S314 -- our own

    spaces = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
    assert len(root.findall(".//g:node", spaces)) == 9
    assert len(root.findall(".//viz:position", spaces)) == 8
    edges = root.findall(".//g:edge", spaces)
    assert len(edges) == len(GRAPH.ties)
    assert float(edges[0].get("weight", "")) == pytest.approx(GRAPH.ties[0].weight)


def test_gexf_tells_when_each_tie_and_organisation_was_there() -> None:
    ties = tuple(
        tie._replace(first_met_on=date(2021, 1, 1 + n), last_met_on=date(2024, 3, 1 + n))
        for n, tie in enumerate(GRAPH.ties)
    )

    found = nx.read_gexf(io.BytesIO(as_gexf(replace(GRAPH, ties=ties))), version="1.3")

    first = GRAPH.ties[0]
    tie = found.edges[str(first.a), str(first.b)]
    assert (tie["start"], tie["end"]) == ("2021-01-01", "2024-03-01")
    last = max(n for n, tie in enumerate(ties) if first.a in {tie.a, tie.b})
    node = found.nodes[str(first.a)]
    assert (node["start"], node["end"]) == ("2021-01-01", f"2024-03-{1 + last:02}")
    assert node["label"] == GRAPH.organisations[0].name
    assert "start" not in found.nodes["9"]


@pytest.mark.parametrize("export", [as_gexf, as_graphml])
def test_names_with_markup_and_control_characters_stay_well_formed(
    export: Callable[[Graph], bytes],
) -> None:
    written = export(NASTY_GRAPH)

    ET.fromstring(written)  # noqa: S314 -- our own
    assert b"&lt;b&gt;" in written


@pytest.mark.parametrize("export", [as_gexf, as_graphml])
def test_yes_and_no_are_written_as_xml_has_them(export: Callable[[Graph], bytes]) -> None:
    graph = replace(GRAPH, ties=(GRAPH.ties[0]._replace(significant=True),))

    assert b"true" in export(graph)
    assert b"True" not in export(graph)


def test_ties_without_weight_and_pairs() -> None:
    silent = replace(GRAPH, ties=(GRAPH.ties[0]._replace(weight=None, pairs_of_people=None),))

    assert b"weight=" not in as_gexf(silent)
    assert b'key="edge_weight"' not in as_graphml(silent)
    assert json.loads(as_json(silent, Filters()))["ties"][0]["weight"] is None
