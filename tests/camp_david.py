"""Hand-made records in the manner of the Camp David talks, for the tests of the reading side. The texts are our own."""

from __future__ import annotations

from detente.records import (
    Article,
    Commitment,
    Event,
    Inducement,
    Opinion,
    Position,
    Span,
    Statement,
)
from record_db import at

FIRST = Article(
    id="a1",
    date="1978-07-10",
    title="Sadat rules out a separate peace",
    source="Nile Courier",
    url="https://example.org/a1",
    text=(
        "President Anwar Sadat said that Egypt would not sign a separate peace. Israel proposed a summit at once. "
        "Prime Minister Menachem Begin refused to withdraw the settlements from Sinai. "
        "The United States offered Egypt 200 tractors if it kept talking."
    ),
)
SECOND = Article(
    id="a2",
    date="1978-09-17",
    title="Accords signed at Camp David",
    source="Potomac Ledger",
    url="https://example.org/a2",
    text=(
        "Anwar Sadat agreed to sign a separate peace. Begin accepted the removal of settlements from Sinai. "
        "Jimmy Carter said that Begin had promised to freeze new settlements for the duration of the negotiations. "
        "Carter described the talks as “a triumph of patience”. Egypt is open to an exchange of ambassadors. "
        "Israel promised to hand over the airfields by 1 October 1978. Egypt and Israel signed a framework for peace."
    ),
)
THIRD = Article(
    id="a3",
    date="1978-09-20",
    title="Three months, says Begin",
    source="Jaffa Post",
    text=(
        "Menachem Begin said that he had agreed to freeze new settlements for only three months of negotiations. "
        "Begin described the talks as “hard and honest”. Even as Israel spoke of a freeze, its troops seized land in "
        "Hebron from Jordan. Was the freeze ever real? It looks like a trick of words."
    ),
)
FOURTH = Article(
    id="a4",
    date="1978-11-02",
    title="Airfields still in Israeli hands",
    source="Nile Courier",
    text="Egypt accused Israel of delay. Israel moved tanks to the border with Egypt.",
)
ARTICLES = (FIRST, SECOND, THIRD, FOURTH)
SADAT = {"actor": "Anwar Sadat", "actor_code": "EGY GOV", "side": "Egypt"}
BEGIN = {"actor": "Menachem Begin", "actor_code": "ISR GOV", "side": "Israel"}
SURE = {"confidence": 0.8}

RECORDS: tuple[Span, ...] = (
    at(FIRST, "Egypt would not sign a separate peace", Position, **SADAT, issue="separate peace", instrument="treaty",
       stance="reject", basis="statement", **SURE),
    at(FIRST, "Israel proposed a summit at once", Position, actor="Israel", actor_code="ISR GOV", side="Israel",
       issue="summit", instrument="talks", stance="propose", **SURE),
    at(FIRST, "refused to withdraw the settlements from Sinai", Position, **BEGIN, issue="removal of settlements",
       stance="reject", **SURE),
    at(FIRST, "The United States offered Egypt 200 tractors if it kept talking", Inducement, actor="United States",
       actor_code="USA GOV", target="Egypt", kind="offer", what="200 tractors", condition="if it kept talking", **SURE),
    at(SECOND, "Anwar Sadat agreed to sign a separate peace", Position, **SADAT, issue="separate peace",
       instrument="treaty", stance="accept", **SURE),
    at(SECOND, "Begin accepted the removal of settlements from Sinai", Position, **BEGIN,
       issue="removal of settlements", stance="accept", **SURE),
    at(SECOND, "Begin had promised to freeze new settlements for the duration of the negotiations", Statement,
       speaker="Jimmy Carter", speaker_code="USA GOV", cue="said", speech_act="assertive", **SURE),
    at(SECOND, "Begin had promised to freeze new settlements for the duration of the negotiations", Commitment,
       actor="Menachem Begin", actor_code="ISR GOV", what="freeze new settlements for the duration of the negotiations",
       topic="settlement freeze", voice="attributed", according_to="Jimmy Carter", state="pending", **SURE),
    at(SECOND, "the talks as “a triumph of patience”", Statement, speaker="Jimmy Carter", speaker_code="USA GOV",
       cue="described", kind="mixed", **SURE),
    at(SECOND, "Egypt is open to an exchange of ambassadors", Position, actor="Egypt", actor_code="EGY GOV",
       side="Egypt", issue="exchange of ambassadors", instrument="contact", stance="open", **SURE),
    at(SECOND, "Israel promised to hand over the airfields by 1 October 1978", Commitment, actor="Israel",
       actor_code="ISR GOV", what="hand over the airfields", beneficiary="Egypt", deadline="1978-10-01",
       deadline_words="by 1 October 1978", state="pending", **SURE),
    at(SECOND, "Egypt and Israel signed a framework for peace", Event, actor="Egypt; Israel",
       actor_code="EGY GOV; ISR GOV", type="SUPPORT", quad=1, score=4.6, **SURE),
    at(THIRD, "he had agreed to freeze new settlements for only three months of negotiations", Statement,
       speaker="Menachem Begin", speaker_code="ISR GOV", cue="said", speech_act="assertive", **SURE),
    at(THIRD, "he had agreed to freeze new settlements for only three months of negotiations", Position, **BEGIN,
       issue="freeze of settlements", instrument="pause", stance="accept", basis="statement", **SURE),
    at(THIRD, "the talks as “hard and honest”", Statement, speaker="Menachem Begin", speaker_code="ISR GOV",
       cue="described", kind="mixed", **SURE),
    at(THIRD, "Even as Israel spoke of a freeze, its troops seized land in Hebron from Jordan", Event, actor="Israel",
       actor_code="ISR GOV", recipient="Jordan", recipient_code="JOR GOV", type="COERCE", mode="seize", quad=4,
       score=-7.2, place="Hebron", **SURE),
    at(THIRD, "Was the freeze ever real?", Opinion, kind="question", voice="author", **SURE),
    at(THIRD, "It looks like a trick of words.", Opinion, kind="view", voice="author", **SURE),
    at(FOURTH, "Egypt accused Israel of delay", Event, actor="Egypt", actor_code="EGY GOV", recipient="Israel",
       recipient_code="ISR GOV", type="ACCUSE", mode="disapprove", quad=3, score=-2.0, **SURE),
    at(FOURTH, "Israel moved tanks to the border with Egypt", Event, actor="Israel", actor_code="ISR GOV",
       recipient="Egypt", recipient_code="EGY GOV", type="MOBILIZE", mode="troops", quad=4, score=-5.3, **SURE),
)  # fmt: skip
