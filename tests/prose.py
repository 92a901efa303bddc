"""Texts of 80 to 300 words that nobody wrote for the built-in writer: two in the public domain, the others of ours."""

LINCOLN = """\
Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in Liberty, and \
dedicated to the proposition that all men are created equal.

Now we are engaged in a great civil war, testing whether that nation, or any nation so conceived and so dedicated, can \
long endure. We are met on a great battle-field of that war. We have come to dedicate a portion of that field, as a \
final resting place for those who here gave their lives that that nation might live. It is altogether fitting and \
proper that we should do this.

But, in a larger sense, we can not dedicate -- we can not consecrate -- we can not hallow -- this ground. The brave \
men, living and dead, who struggled here, have consecrated it, far above our poor power to add or detract. The world \
will little note, nor long remember what we say here, but it can never forget what they did here."""

JEROME = """\
There were four of us--George, and William Samuel Harris, and myself, and Montmorency. We were sitting in my room,
smoking, and talking about how bad we were--bad from a medical point of view I mean, of course.

We were all feeling seedy, and we were getting quite nervous about it. Harris said he felt such extraordinary fits of
giddiness come over him at times, that he hardly knew what he was doing; and then George said that he had fits of
giddiness too, and hardly knew what he was doing. With me, it was my liver that was out of order. I knew it was my
liver that was out of order, because I had just been reading a patent liver-pill circular, in which were detailed the
various symptoms by which a man could tell when his liver was out of order. I had them all."""

MAIL = """\
Subject: The lift will be out of service from Tuesday

Dear neighbours,

The lift in our building is 31 years old, and the inspectors have given us until May to replace its cables. The work \
begins on Tuesday, 14 April, and will take nine working days. During this time the lift cannot be used.

Mr. Osei from the ground floor has offered to carry shopping upstairs between 4 p.m. and 7 p.m. You can reach him at \
+44 20 7946 0018. The parcels may be left with Dr. Lindqvist on the first floor, who is at home most days.

The new cables cost £18,400. Your share is £460, and it was included in the budget that we passed last autumn. Please \
tell me by Friday if anybody in your household depends on the lift.

Kind regards,
Irene Maddox"""

POST = """\
I quit my job 5 years ago to repair accordions. 🎉

My mother cried! My bank did not call back!

In the first year I repaired 14 instruments and earned less than my rent. In the second year a folk band from Tampere \
left a broken Weltmeister at my door, and they told everybody about it. Last year I repaired 212.

What did I learn? Nobody is waiting for you. But if you do good work, approximately one customer in three will bring \
you the next one. 🪗

I am able to pay my rent now, and I have hired Aino, who plays better than I do. She laughs at my jokes too!

Would I do it again? Ask me when the humidity drops. 😅

#smallbusiness #accordion #Tampere"""

NEWSLETTER = """\
# The allotment in October

The first frost came on the 9th, three weeks earlier than last year. Most of you had brought in the pumpkins by then. \
We weighed 640 kilos at the shed, which is a record for us.

## What to do now

- Cut back the raspberries that have carried fruit.
- Leave the seed heads of the sunflowers for the birds.
- Bring back the 12 wheelbarrows that are missing.

## Water

The pump will be switched off on 31 October. Anyone who needs water after that may fill two cans a day at the tap \
behind the shed. Please close it tightly. Last winter a single drip cost us 85 euros.

The committee met in order to talk about the fence. Furthermore, it has asked for 3 offers and decides in November."""

GERMAN = """\
Die Werkstatt für Lastenräder zieht um

LINDENFELD – Die Fahrradwerkstatt „Kettenreaktion“ zieht am 2. Mai in die alte Feuerwache. Dort stehen ihr 420 \
Quadratmeter zur Verfügung, fast doppelt so viel wie bisher. Im vergangenen Jahr haben die acht Mechaniker 1.300 \
Lastenräder repariert.

„Wir haben im alten Haus auf dem Flur geschraubt“, sagt die Leiterin Meral Aksoy. „Das geht im Winter nicht mehr.“

Die Stadt übernimmt die Hälfte der Miete. Dafür bietet die Werkstatt jeden Samstag einen Kurs an, in dem man sein Rad \
selbst reparieren lernt! Die ersten 6 Kurse sind schon ausgebucht. Wer sich anmelden möchte, findet das Formular unter \
https://kettenreaktion.example/kurse. 🚲

#Lindenfeld #Lastenrad"""

TEXTS = {
    "Lincoln": LINCOLN,
    "Jerome": JEROME,
    "mail": MAIL,
    "post": POST,
    "newsletter": NEWSLETTER,
    "German": GERMAN,
}
