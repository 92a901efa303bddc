"""The shortest way from a model to a reader: each line that is typed is asked, and the answer printed as it comes."""

import sys

from langchain_openai import ChatOpenAI

from tests.replies import MODEL


def main() -> None:
    model = ChatOpenAI(model=MODEL)
    sys.stdout.write("ready\n")
    for line in iter(sys.stdin.readline, ""):
        for chunk in model.stream(line):
            sys.stdout.write(str(chunk.text))
            sys.stdout.flush()
        sys.stdout.write("\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
