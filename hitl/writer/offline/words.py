"""The sentences that the built-in writer has of its own. A "§" stands where words of the brief go.

None of them states a fact about the topic: facts come from the brief alone. Numbers in digits stand
only in `questions_counted` and `minute`, so that a draft without numbers of its own still has two.
"""

from dataclasses import dataclass

from hitl.domain import Kind


@dataclass(frozen=True)
class Voice:
    """The sentences of one tone. `§` takes the subject in `hooks` and the readers in `audience`."""

    hooks: tuple[str, ...]
    follows: tuple[str, ...]
    answers: str
    audience: str
    facts: str
    also: str
    questions_counted: str
    questions: str
    minute: str
    body: tuple[str, ...]
    closes: tuple[str, ...]
    greeting: str
    sign_off: str


PLAIN = Voice(
    hooks=("§: what matters, in plain words.", "§: what it comes down to.", "§: the short version."),
    follows=(
        "That is the news in a sentence; what it means in practice takes a few more.",
        "That is the short version; the longer one is about what is different from now on.",
    ),
    answers="It is a fair question, and it deserves a straight answer rather than a slogan.",
    audience="This is written for §.",
    facts="The facts:",
    also="Also worth knowing: §.",
    questions_counted="Start with 3 questions: what changes, who notices it first, and what stays as it was?",
    questions="It helps to ask what changes, who notices it first, and what stays as it was.",
    minute="If you have 1 minute, that is enough to read on.",
    body=(
        "An ordinary Tuesday says more than an announcement: look at what is easier by the end of it.",
        "The useful part is rarely the announcement, but what people do differently a week later, when nobody is "
        "talking "
        "about it any more.",
    ),
    closes=(
        "Judge it by what it does, not by how it sounds.",
        "Facts come first here, and opinions can wait until you have seen it for yourself.",
    ),
    greeting="Hello everyone,",
    sign_off="Best regards,\nThe team",
)

FRIENDLY = Voice(
    hooks=("§: here's what you'll want to know.", "§: let's keep it simple.", "§: let's walk through it together."),
    follows=(
        "That's the news, and now to the part that's about you.",
        "There, it's out! Now for what it means on a normal working day.",
    ),
    answers="Good question, isn't it? Let's look at it together, without the buzzwords.",
    audience="We wrote this with § in mind.",
    facts="Here's what we know:",
    also="Oh, and this is part of it too: §.",
    questions_counted="You'll probably have 3 questions: what changes, who notices first, and what stays as it is?",
    questions="You'll probably ask what changes, who notices it first, and what stays just as it is.",
    minute="If you've got 1 minute, that's all it takes to read on.",
    body=(
        "No jargon and no small print: if something here needs explaining, that's on us, not on you.",
        "Picture an ordinary Tuesday, and see what's a little easier by the end of it.",
    ),
    closes=(
        "Take what's useful today, and leave the rest for a quiet moment.",
        "It's good to have you along.",
    ),
    greeting="Hi everyone,",
    sign_off="Warmly,\nThe team",
)

FORMAL = Voice(
    hooks=("§: an overview.", "§: the essentials in brief.", "§: scope and significance."),
    follows=(
        "The significance of this lies less in the announcement itself than in its consequences for daily work.",
        "The following remarks place this in context and outline its practical relevance.",
    ),
    answers="The question is a legitimate one and merits a considered answer.",
    audience="This information is intended for §.",
    facts="The facts are as follows:",
    also="The following should also be noted: §.",
    questions_counted="Attention is due to 3 questions: what changes, who is affected first, and what remains.",
    questions="Particular attention is due to what changes, who is affected first, and what remains as it is.",
    minute="The text requires no more than 1 minute of reading time.",
    body=(
        "Facts are stated as they are known at the time of writing, and assessments are kept separate from them.",
        "A sound assessment will consider the effect on everyday practice before it considers the terms in which the "
        "matter is presented.",
    ),
    closes=(
        "Any further assessment should rest on these facts.",
        "We trust that this provides a reliable basis for discussion.",
    ),
    greeting="Dear colleagues,",
    sign_off="Kind regards,\nThe team",
)

BOLD = Voice(
    hooks=("§: no slogans, just what counts.", "§: straight to the point.", "§: here is what counts."),
    follows=(
        "Read that again, because it is the whole point.",
        "No drum roll needed: what counts is what people do with it next.",
    ),
    answers="Most answers are too polite, so let us have an honest one.",
    audience="Made for §, and for anyone who would rather know than guess.",
    facts="The facts, no padding:",
    also="And do not miss this: §.",
    questions_counted="Ask 3 questions and you have the picture: what changes, who notices first, and what stays?",
    questions="Ask what changes, who notices first and what stays, and you have the picture.",
    minute="Give it 1 minute, then decide.",
    body=(
        "Strong claims are cheap, so look at what people can see for themselves on an ordinary day, without being told "
        "where to look.",
        "Talk is easy to produce and easy to forget, and results are neither.",
    ),
    closes=(
        "Look at the facts, make up your mind, and move.",
        "The rest is noise.",
    ),
    greeting="Hello everyone,",
    sign_off="Best,\nThe team",
)

VOICES: tuple[tuple[Voice, tuple[str, ...]], ...] = (
    (FRIENDLY, ("friend", "warm", "casual", "playful", "conversation", "fun", "informal", "relax", "humor", "humour")),
    (
        FORMAL,
        ("formal", "professional", "serious", "corporate", "official", "academic", "authorit", "polite", "business"),
    ),
    (BOLD, ("bold", "confiden", "direct", "punchy", "persuas", "energ", "enthus", "excit", "provoc", "inspir")),
)
"""Each voice with the beginnings of words in a brief's tone that call for it, asked in this order."""

X_QUESTIONS = "3 questions first: what changes, who notices, what stays?"
X_QUESTIONS_PLAIN = "First questions: what changes, who notices, what stays?"
X_MINUTE = "1 minute is enough for a first answer."

MORE = (
    "It helps to look at a concrete case before drawing a conclusion.",
    "The people closest to the work usually see the difference first.",
    "What works in one place may need a small change in another, and that is normal.",
    "A clear starting point makes progress easier to recognise later.",
    "Where something is still open, it is better to say so than to guess.",
    "None of this has to be perfect on the first day, but it has to be clear.",
    "Early questions are the most useful ones, because there is still time to act on them.",
    "It is worth writing down what you expect before you look at the outcome.",
    "Small steps have an advantage: they are easy to explain and easy to take back.",
    "It is fair to ask what came before, because context decides how much a change is worth.",
    "If you remember only one point, make it the first one.",
    "The reasons matter as much as the result, because they tell you whether it will last.",
    "Everyone involved should be able to repeat it in their own words.",
    "What does not change is just as useful to know.",
    "A second look after a month will tell more than the first impression.",
    "Those who disagree deserve to be heard, since they often see what enthusiasm overlooks.",
)
"""What the writer adds when it is asked for more: true of most topics, and without digits."""

WARM = (
    "Thanks for reading!",
    "It's great to have you with us.",
    "We're glad to share this with you.",
)

COURTEOUS = (
    "Thank you for your attention.",
    "We appreciate your interest.",
    "We remain at your disposal for further information.",
)

HOOKS = (
    "Nobody needs one more announcement. Here is why this one is worth your time.",
    "Some changes you announce. This one you notice.",
    "Forget the slogans. Look at what is different.",
)

OPENING_QUESTIONS = (
    "What would make an ordinary working day a little easier?",
    "When did you last change your mind because of a fact?",
)

QUESTIONS = (
    "What would you want to know first?",
    "How do you see it?",
    "What would this change for you?",
)

CALLS = {
    Kind.LINKEDIN: (
        "Share your view in the comments, or send us a message to learn more.",
        "Send us a message to learn more.",
    ),
    Kind.X: ("Reply and tell us what you think.", "Share this with someone who should know."),
    Kind.BLOG: ("Get in touch to learn more, or share this with a colleague.", "Contact us today to learn more."),
    Kind.NEWSLETTER: ("Reply to this issue to learn more.", "Share this issue with a colleague."),
    Kind.PRESS: (
        "To learn more or to arrange an interview, contact our press team.",
        "Contact our press team to learn more.",
    ),
    Kind.EMAIL: ("Reply to this e-mail to learn more.", "Let us know by reply what you would like to hear next."),
    Kind.FREE: ("Get in touch to learn more.", "Contact us today to learn more."),
}
"""Calls to action by kind: the usual one, and the one to change to."""

EMOJI = ("👋", "✨", "🙌", "💡", "🚀", "🎉", "✅", "📣")

FALLBACK_TAGS = ("News", "Update", "Work", "Team", "Ideas")
