"""Packs of invented questions, and the same questions as Markdown: `generate.py COUNT DIR`.

Writes DIR/pack (YAML, 100 questions a file) and DIR/hugo (content, a configuration and plain layouts). The same count gives
the same bytes. Words are invented, as frequent as words are (the nth most common is 1/n as common as the first), so that
indexes meet what they meet in life. Answers have 100 to 300 words.
"""

import datetime
import random
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
STARTS = "b c d g h j k l m n p r t v w st tr pl br cl".split()
MIDDLES = "a e i o u ea ou ai".split()
ENDS = ["", "", "n", "r", "s", "l", "nd", "lk"]
WORDS, TAGS = 20_000, 60


def vocabulary(dice):
    words, seen = [], set()
    while len(words) < WORDS:
        syllables = 1 if len(words) < 300 else dice.choice([2, 2, 3])
        word = "".join(dice.choice(STARTS) + dice.choice(MIDDLES) + dice.choice(ENDS) for _ in range(syllables))
        if word not in seen and word not in {"no", "yes", "on", "off"}:
            seen.add(word)
            words.append(word)
    return words


def questions(count):
    dice = random.Random(count)
    words = vocabulary(random.Random(7))
    weights = []
    total = 0.0
    for rank in range(len(words)):
        total += 1 / (rank + 2)
        weights.append(total)
    tags = [f"{a}-{b}" for a, b in zip(words[300:], words[400:])][:TAGS]

    def some(length):
        return dice.choices(words, cum_weights=weights, k=length)

    def sentence(length):
        return " ".join(some(length)).capitalize()

    day = datetime.date(2026, 1, 1)
    for at in range(count):
        left, answer, paragraph = dice.randint(100, 300), [], []
        while left > 0:
            length = min(left, dice.randint(7, 14))
            paragraph.append(sentence(length) + ".")
            left -= length
            if len(paragraph) == 5 or left <= 0:
                answer.append(" ".join(paragraph))
                paragraph = []
        yield {
            "id": f"{'-'.join(some(3))}-{at}",
            "question": sentence(dice.randint(6, 10)) + "?",
            "answer": answer,
            "tags": sorted(dice.sample(tags, dice.randint(1, 4))),
            "date": day + datetime.timedelta(days=dice.randint(0, 300)),
        }


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def pack(folder, all_questions):
    shutil.copytree(HERE.parent.parent / "tests/packs/mini", folder)
    for start in range(0, len(all_questions), 100):
        entries = []
        for at in range(start, min(start + 100, len(all_questions))):
            one = all_questions[at]
            related = [all_questions[(at + step) % len(all_questions)]["id"] for step in (1, 7, 50)]
            answer = "\n\n".join("    " + paragraph for paragraph in one["answer"])
            entries.append(
                f"- id: {one['id']}\n  question: {one['question']}\n  answer: |\n{answer}\n"
                f"  tags: [{', '.join(one['tags'])}]\n  related: [{', '.join(sorted(set(related) - {one['id']}))}]\n"
                f"  sources: [handbook]\n  evidence: B\n  updated: {one['date']}\n"
            )
        write(folder / f"faqs/{start // 100:04}.yaml", "".join(entries))


LAYOUTS = {
    "baseof.html": '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>{{ .Title }}</title><link rel="canonical" href="{{ .Permalink }}"></head><body><header><a href="{{ "/" | relURL }}">'
    '{{ site.Title }}</a></header><main>{{ block "main" . }}{{ end }}</main></body></html>\n',
    "home.html": '{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range first 20 site.RegularPages.ByDate.Reverse }}<li>'
    '<a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}\n',
    "section.html": '{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}'
    "</a></li>{{ end }}</ul>{{ end }}\n",
    "page.html": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}<p>{{ .Date.Format "2006-01-02" }}</p><ul>'
    '{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul><ul>'
    '{{ range .Params.related }}{{ with site.GetPage (printf "/faq/%s" .) }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>'
    "</li>{{ end }}{{ end }}</ul>{{ with .PrevInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}"
    '{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ end }}\n',
}
LAYOUTS["term.html"] = LAYOUTS["taxonomy.html"] = LAYOUTS["section.html"]


def hugo(folder, all_questions):
    write(
        folder / "hugo.toml",
        'baseURL = "https://club.example/"\ntitle = "Questions"\nlanguageCode = "en"\n[taxonomies]\ntag = "tags"\n',
    )
    for name, text in LAYOUTS.items():
        write(folder / "layouts" / name, text)
    for at, one in enumerate(all_questions):
        related = [all_questions[(at + step) % len(all_questions)]["id"] for step in (1, 7, 50)]
        write(
            folder / f"content/faq/{one['id']}.md",
            f"---\ntitle: \"{one['question']}\"\ndate: {one['date']}\ntags: [{', '.join(one['tags'])}]\n"
            f"related: [{', '.join(related)}]\n---\n" + "\n\n".join(one["answer"]) + "\n",
        )


def generate(count, folder):
    all_questions = list(questions(count))
    pack(folder / "pack", all_questions)
    hugo(folder / "hugo", all_questions)


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
