"""Why a goal of a row is missed where it is."""

WHY = {
    "turn": """
        Both sides run the same loop of LangGraph. hitl also keeps what the bare graph has not: the call with its
        prompt, the text and the seals, in tables, under a lock that other servers see.
        And it takes its time in one line, since what the tables say is on
        the disk before the next step begins, while the bare graph writes its six commits in a thread beside its loop,
        on the second core. The rest differs by less than the machine does from run to run.
    """,
    "storage": """
        A file grows by whole pages: one of 4 KB more or less, by the chance of what a text is made of, is 0.003 of the
        ratio. What grows with the age of a review is the prompt, which holds all feedback so far.
    """,
    "click": """
        A click that decides draws the review page anew, some fifty elements, and one that looks at another revision
        fifteen of them; the blank page has two. Streamlit needs for each element a message and its turn in the
        browser, one to three milliseconds by its kind: the line with as many elements and nothing behind them is that
        time. Streamlit sends at once only
        what a run of the page draws in its first few milliseconds, and the rest with its next rounds. The blank page
        with our settings takes half of its time with the default settings already, so that no page can stay below
        that half.
    """,
    "first-page": """
        The server listens as soon as the blank page's does, and imports nothing heavy before the form of a new draft
        is drawn. The rest is the browser's, which loads and draws the parts of a form.
    """,
    "tutorial": """
        A click on Revise records the decision durably and replaces the page by the one that follows the draft; the
        tutorial's app records nothing before the first word, and goes on below the six elements that stand. One
        process of Python runs one thread at a time, so that with twenty people at the same moment the difference
        until the first word adds up. For the whole revision it takes four times the processor that hitl takes, most
        of it for the collection of garbage that Streamlit by default adds to each run, but after the last word.
    """,
    "crowd": """
        One process of Python runs one thread at a time. A click with the draft and the pages that follow it takes
        some 70 ms of the processor, a word of an answer 0.2 ms; at fifty sessions that is two thirds of the processor
        where the machine is as fast as ever, and more than there is where it is not: what comes at the same moment
        waits. Several servers on one PostgreSQL database share such a load.
    """,
}
