"""Turn the output of `detente code` into the form that scorers of quotation attribution read.

detente code documents.jsonl -o coded.jsonl
python benchmarks/attributions.py coded.jsonl documents.jsonl > attributions.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(coded: str, documents: str) -> None:
    """Print one line a document: its quotations with offsets, speaker and cue."""
    texts = {row["id"]: row["text"] for row in map(json.loads, Path(documents).read_text("utf-8").splitlines())}
    for row in map(json.loads, Path(coded).read_text("utf-8").splitlines()):
        text = texts[row["id"]]
        quotes = [
            {
                name: s[name]
                for name in ("start", "end", "spans", "speaker_start", "speaker_end", "cue", "cue_start", "cue_end")
            }
            | {
                "text": text[s["start"] : s["end"]],
                "speaker_text": text[s["speaker_start"] : s["speaker_end"]] if s["speaker_end"] is not None else None,
            }
            for s in row["statements"]
        ]
        print(json.dumps({"doc_id": row["id"], "quotes": quotes}, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:3])
