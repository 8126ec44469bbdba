"""The method in words, with its sources: for whoever reads the figures without us beside them."""

from __future__ import annotations

from rok_events.core.text import N_

METHOD = (
    (
        N_("What counts"),
        N_(
            "Only who was really there, ticked off at the door or taken from a presence list; "
            "registering does not count. Who came without an organisation counts in the size of "
            "a group and makes no tie."
        ),
    ),
    (
        N_("Tie"),
        N_(
            "Two organisations have a tie when people of both were in one group: at one table "
            "where tables are known, else in one session. It tells that they were in one room, "
            "not that they work together."
        ),
    ),
    (
        N_("Strength"),
        N_(
            "Each person divides one point over all others in the group; what two organisations "
            "share is added up (Newman 2001). Two people at a table of eight give 0.14, two in a "
            "hall of sixty 0.02."
        ),
    ),
    (
        N_("More than chance"),
        N_(
            "We compare with at least 1,000 random tables in which every organisation comes as "
            "often, and every group is as large, as they were (Zweig and Kaufmann 2011; Strona and "
            "others 2014). None is put where it could not be: before it joined the network, or "
            "where only others were invited. A tie is more than chance if at most 5 percent of "
            "such finds would be mistaken (Benjamini and Hochberg 1995). No tie is left out "
            "because of it."
        ),
    ),
    (
        N_("Density and partners"),
        N_(
            "Density is the part of all possible ties that is there. Organisations without a tie "
            "count in it. It falls by itself when a network grows: look at the number of partners "
            "as well (Freeman 1979)."
        ),
    ),
    (
        N_("Across sectors"),
        N_(
            "The E-I index is the strength of ties between sectors less that within them, as a "
            "part of both: 1 is only between, -1 only within (Krackhardt and Stern 1988). Beside "
            "it stands what would come out if sectors were dealt by lot."
        ),
    ),
    (
        N_("Bridge"),
        N_(
            "The part of the shortest ways between all others that runs through an organisation; "
            "a strong tie is a short way (Freeman 1979; Brandes 2001)."
        ),
    ),
    (
        N_("The picture"),
        N_(
            "Organisations with strong ties stand near each other. Each keeps its place from one "
            "picture to the next, so that pictures can be compared (Gansner, Koren and North "
            "2004; Brandes and Mader 2012)."
        ),
    ),
    (
        N_("Privacy"),
        N_(
            "Organisations of fewer than three people are shown together as one; fewer than three "
            "pairs of people are not counted out. Nobody is named and nothing is counted per "
            "person. Who does not want to be part of this picture is left out of it."
        ),
    ),
)
"""What is told, each with a name."""

SOURCES = (
    (
        "Benjamini, Y. & Hochberg, Y. (1995)",
        "Controlling the false discovery rate",
        "Journal of the Royal Statistical Society B 57(1)",
    ),
    (
        "Brandes, U. (2001)",
        "A faster algorithm for betweenness centrality",
        "Journal of Mathematical Sociology 25(2)",
    ),
    (
        "Brandes, U. & Mader, M. (2012)",
        "Stress-minimization approaches for offline dynamic graph drawing",
        "Graph Drawing 2011",
    ),
    (
        "Freeman, L.C. (1979)",
        "Centrality in social networks: conceptual clarification",
        "Social Networks 1(3)",
    ),
    (
        "Gansner, E., Koren, Y. & North, S. (2004)",
        "Graph drawing by stress majorization",
        "Graph Drawing 2004",
    ),
    (
        "Krackhardt, D. & Stern, R.N. (1988)",
        "Informal networks and organizational crises",
        "Social Psychology Quarterly 51(2)",
    ),
    (
        "Newman, M.E.J. (2001)",
        "Scientific collaboration networks II",
        "Physical Review E 64, 016132",
    ),
    (
        "Strona, G. et al. (2014)",
        "A fast and unbiased procedure to randomize ecological binary matrices",
        "Nature Communications 5, 4114",
    ),
    (
        "Zweig, K.A. & Kaufmann, M. (2011)",
        "A systematic approach to the one-mode projection of bipartite graphs",
        "Social Network Analysis and Mining 1(3)",
    ),
)
"""Author and year, title, and where it appeared."""
