"""The sentences that the built-in writer has of its own. A "§" stands where words of the brief go.

None of them states a fact about the topic: facts come from the brief alone. Numbers in digits stand
only in `questions_counted`, `close_one` and `close_two`, so that a draft without numbers of its own
still has two.
"""

from dataclasses import dataclass

from hitl.domain import Kind


@dataclass(frozen=True)
class Voice:
    """The sentences of one tone.

    `§` takes the subject in `hooks` and `detailed`, the readers in `audience`, the questions to ask in
    `questions_counted` and `questions`. `close_one` has one number in digits, `close_two` two.
    """

    hooks: tuple[str, ...]
    detailed: str
    audience: str
    facts: str
    also: str
    figures: str
    questions_counted: str
    questions: str
    body: tuple[str, ...]
    answers: str
    closes: tuple[str, ...]
    close_one: str
    close_two: str
    greeting: str
    sign_off: str


PLAIN = Voice(
    hooks=("§: what matters, in plain words.", "§: what to know.", "§: the main points."),
    detailed="§: the details.",
    audience="This one is for §.",
    facts="The main points:",
    also="Also part of this: §.",
    figures="The figures are a start; the reasons behind them matter as much.",
    questions_counted="3 questions help here: §?",
    questions="A few questions help here: §?",
    body=(
        "The best test is an ordinary working day.",
        "What counts is what people do with it.",
    ),
    answers="There is more than one honest answer, and each has good reasons behind it.",
    closes=("Questions are welcome.", "If anything is unclear, please ask."),
    close_one="For anything else, 1 message is enough.",
    close_two="For questions, 1 message or 1 call is enough.",
    greeting="Hello everyone,",
    sign_off="Best regards,\nThe team",
)

FRIENDLY = Voice(
    hooks=("§: here's what you'll want to know.", "§: let's keep it simple.", "§: let's walk through it together."),
    detailed="§: here are the details.",
    audience="This one's for §.",
    facts="Here's what to know:",
    also="And there's more: §.",
    figures="That's the short of it, and we'd love to hear what you make of the figures.",
    questions_counted="You might have 3 questions: §?",
    questions="You might have a few questions: §?",
    body=(
        "We'd love to hear how it looks from where you are.",
        "You'll notice things that we don't, and we'd love to hear them.",
    ),
    answers="There's no wrong answer here, so let's compare notes.",
    closes=("Questions? We're happy to help.", "If anything's unclear, just ask."),
    close_one="Anything else? 1 quick message is all it takes.",
    close_two="Questions? 1 quick message or 1 call is all it takes.",
    greeting="Hi everyone,",
    sign_off="Warmly,\nThe team",
)

FORMAL = Voice(
    hooks=("§: an overview.", "§: the essentials in brief.", "§: the principal points."),
    detailed="§: the details.",
    audience="This information is intended for §.",
    facts="The details are as follows:",
    also="Please also note: §.",
    figures="The figures should be read in their context.",
    questions_counted="There are 3 questions to consider: §?",
    questions="The main questions to consider are these: §?",
    body=(
        "Its value will show in daily practice.",
        "The effect on daily practice deserves the closest attention.",
    ),
    answers="The question deserves a considered answer, and there are sound arguments on each side.",
    closes=("Further information is available on request.", "We are happy to answer any questions."),
    close_one="For further information, 1 message is sufficient.",
    close_two="For further information, 1 message or 1 telephone call is sufficient.",
    greeting="Dear all,",
    sign_off="Kind regards,\nThe team",
)

BOLD = Voice(
    hooks=("§: straight to the point.", "§: what counts.", "§: no slogans."),
    detailed="§: the details, no padding.",
    audience="For §, and for anyone who likes it straight.",
    facts="What you need to know:",
    also="And don't miss this: §.",
    figures="Numbers first, opinions later.",
    questions_counted="Ask 3 questions: §?",
    questions="Ask the obvious questions: §?",
    body=(
        "Talk is cheap, results are not.",
        "Don't take our word for it, watch what happens next.",
    ),
    answers="Polite answers help nobody, so pick a side and say why.",
    closes=("Questions? Bring them on.", "Anything unclear? Say so."),
    close_one="Still unsure? 1 message settles it.",
    close_two="Questions? 1 message or 1 call settles it.",
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

ASKING = {
    "statement": "what changes, for whom, and from when",
    "subject": "what is it good for, what does it take, and what comes next",
    "question": "what works, what does not, and who decides",
}
"""The questions that help with a point, by its form."""

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

SHORT_CALL = "Get in touch."

EMOJI = ("👋", "✨", "🙌", "💡", "🚀", "🎉", "✅", "📣")

FALLBACK_TAGS = ("News", "Update", "Work", "Team", "Ideas")
