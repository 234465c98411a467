"""What is one sentence, by hand-made news lines: a bar stands where the splitter has to cut."""

import pytest

from webapp.documents.segment import split

TITLES = r"""
Sen. John McCain, R-Ariz., said no. |The bill passed.
Gov. Gavin Newsom signed it. |Lt. Gov. Eleni Kounalakis did not.
Mr. Trump left. |Mrs. Clinton stayed. |Ms. Abrams won.
Prof. Dr. Angela Weiss led the study. |Dr. Lee helped.
Lt. Col. Ann Reed and Maj. Gen. Omar Diaz met Brig. General Rasool.
Rev. Al Sharpton spoke. |The Rev. Jesse Jackson listened.
Iranian Gen. Qassem Soleimani was killed. |Capt. Yusuf Amin fled.
House Reps. Adam Schiff and Liz Cheney agreed with ex-Sen. Bob Corker.
SEN. COLLINS SAYS NO. |GOP SPLITS.
Sgt. The name was withheld.
The two Drs. Mayo founded it. |Messrs. Black and White sued.
“Mr. President,” he said. |“Dr. Fauci.”
It was signed by Adm. William McRaven (“Adm. Bill”). |He retired.
St. Louis and Mt. Everest are far from Ft. Worth. |So what?
"""

INITIALS = r"""
Antony J. Blinken met David Hale. |They spoke.
George W. Bush and J.K. Rowling met J. R. R. Tolkien fans. |It rained.
Robert F. Kennedy Jr. ran again. |He lost.
A. A. Milne wrote it. |It sold.
Samuel L. Jackson, J.D. Vance and E. Jean Carroll testified.
Harry S. Truman was president. |The war ended.
U.S. District Judge T. S. Ellis III presided. |He is strict.
Critics of W. E. B. Du Bois were few.
He wrote to M. Macron on Monday. |M. Macron did not answer.
"""

NUMBERS = r"""
No. 5 Duke beat No. 12 Kansas. |The crowd roared.
The No. 1 seed lost. |No. |He did not.
“No.” |He left. |No. |I did not.
The Jan. 6 riot and the Nov. 3 vote were linked. |Prosecutors agreed.
It happened on Feb. 29. |Nobody noticed.
It cost $2.5 million. |Prices rose 3.5%. |The yen fell 0.4 percent.
Shares fell 2.5%. |Oil rose. |He was 6 ft. 2 in. tall.
See p. 12 and pp. 30-34, Fig. 3 and Sec. 4. |Then write.
Vol. II is out. |Ch. IV follows.
Turnout was approx. 40 percent. |In Rome it was lower.
They won 3-2. |The 2020 race was close.
It rose by 5. |20 people were hurt.
About 1,200 left in 2018. |3,000 stayed.
Version 2.0.1 is out. |Version 3.11.4 is not.
The decree N°. 12 and Nr. 4 hold. |Turn to p. 55.
The law, Art. 5 of Sec. 12, applies. |Sat. Nov. 5 is the date.
It has 1.5 GB of memory. |.5 percent is little.
He died at 81. |A service is planned.
The score was 6-4, 6-4. |Serena won.
Stocks ended at 25.10. |The Dow rose.
"""

ABBREVIATIONS = r"""
He lives in the U.S. |The law applies there.
He lives in the U.S. and works in the U.K. for now.
The U.S. Army and the U.N. Security Council met.
The U.S. Under Secretary of State and U.S. Sen. Ted Cruz met.
U.S. President Joe Biden spoke. |U.S. Officials did not answer.
Apple Inc. said it would. |It is Apple Inc. |The company is rich.
Apple Inc. Chief Executive Tim Cook said so. |It did.
She sued Acme Corp. |They settled.
He works for Marlin & Co. |His wife does not.
It was Johnson & Co. v. Smith Bros. Ltd. of Leeds.
Martin Luther King Jr. Day is Monday. |King Jr. was 39.
Sammy Davis Jr. |He sang.
Washington, D.C. |The mayor agreed.
D.C. Mayor Muriel Bowser and L.A. Mayor Karen Bass met.
She has a Ph.D. in physics. |She has a Ph.D. |Her sister has an M.D.
They trade in oil, gas, etc. |The rest is small.
Smith et al. found it. |Jones et al. |They did not.
England vs. Germany is on. |Roe v. Wade fell.
Some fruit, e.g. Apples and i.e. Pears, is sour. |Cf. Brown.
He came from Phoenix, Ariz. |She came from Austin, Tex. |They met.
KANSAS CITY, Mo. (AP) — A man died. |Police came.
The store on Main St. closed. |On St. Mary’s Rd. it stayed open.
It began in Jan. |The trial ended in Dec. 2020.
Toys R Us Inc. (TRU) fell. |So did Dell Inc. |Shares recovered.
The U.S.A. won. |In the U.S.S.R. nobody did.
He said the “U.S.” Army was there. |Yes.
He moved to the U.S. |“We love it,” he said.
He went from the U.S. No. 2 spot to the top.
He told the L.A.P.D. |“Ask the chief,” it said. |The U.S. “Remain in Mexico” policy ended.
NATO’s Gen. Sec. Jens Stoltenberg met H.R. Clark. |It was 40 deg. Celsius.
"""

CLOCK = r"""
It began at 5 p.m. |Police said nothing.
It began at 5 p.m. Monday. |It ended at 6 a.m. Jan. 6.
It began at 5 p.m. and ended late.
Polls close at 8 p.m. EST. |Polls close at 8 p.m. Eastern. |CNN will call it.
The train left at 10 a.m. |Smith missed it.
He rose at 6 a.m. local time. |She rose at 7 a.m. Beijing time.
The call came at 3 A.M. |Nobody answered.
At 5 p.m. Smith left. |By 6:30 a.m. Police had gone.
At 9 a.m. (1300 GMT) it sank. |It rose at 10 a.m. |“I saw it,” he said.
"""

LETTERED = r"""
Take vitamin C. |Researchers agree.
There is no plan B. |Smith said so.
It was hepatitis C. |Doctors knew.
World War II. |The end came.
Pope John Paul II. |Francis followed.
“So am I.” |Asked again, he left. |Ask you and I. |That is all.
Gen. Z voters came. |Type O. |Blood is short.
"""

NAMES_AND_ADDRESSES = r"""
Visit www.example.com. |It is free.
See https://a.b/c?d=e. |Then call.
See https://a.b/C.D/E?F=G.H for more. |It helps.
It is at example.com/path.html and in notes.Txt now. |Read it.
Write to jo.Smith@example.com or J.Smith@x.org. |We answer.
Yahoo! said it would. |Yahoo! Mail is down. |Jeopardy! host Alex Trebek died.
Yahoo.Com and Booking.Com fell. |Amazon.com rose.
He uses node.JS and ASP.Net. |She does not.
The class java.util.List is old. |Yahoo!Finance is new. |See https://localhost/start.Page now.
It calls System.Out.println and foo.Bar(x). |It works.
The file report.final.pdf leaked. |Nobody cared.
He joined the U.S.Army in 1990. |She has a Ph.D.
It was an @AP tweet. |#MeToo followed. |@Potus replied.
"""

MISSING_SPACE = r"""
The claims are false.|Experts agree.
“It is over,” he said.|“We lost.”
He said, “We go.”|The crowd left.
"I came," he said.|"I saw."
"I came."|The crowd left.
He left (at last).|She stayed.
What?|Why did he go?
It ended in 2018.|Experts know.
It was NATO.|The pact held.
He left.|I stayed. |He came back.|A day passed.
He met Mr.Smith and Dr.Who. |He works at Acme Inc.|The firm grew.
الخبر كاذب.|وقال الخبراء ذلك
"""

QUOTATIONS = r"""
“Is it true?” he asked. |“No.” |She left.
"Stop!" Smith said. |He ran.
“Will it pass?” Sen. Susan Collins asked. |Nobody knew.
“Will it pass?” |Smith said he did not know.
“Why now?” said Smith. |“Why here?” the mayor asked.
“We came. |We saw. |We won,” he said.
“We came.” |“You lost.” |They laughed.
“We will go.” |Smith said that he was tired.
“We will go.” |Smith said on Monday that he was tired.
“We will go.” Smith said. |He did.
“We won.” |Beto O’Rourke replied: “No.”
‘No.’ |He left. |'Yes.' |She stayed.
"It is over." |The crowd left. |"Go home!" |They went.
“He said ‘No!’” |She nodded.
He called it “a lie.” |Then he left.
“To be or not to be.” — William Shakespeare
(He left.) |She stayed. |(“Good.”) |They slept.
He left (at last!). |She stayed.
The plan (“Why not?”) passed. |It was (sic!) funny. |Fine.
She asked, “Who?” and left. |“Who’s there?” |No one, said Smith.
“Oh!”, Smith said. |“Ah!” |“Who?”
He said no. " |Then he left.
He said no. |“ Then he left.
He did it (?) Tuesday. |The end.
"“Why?”" |He left.
**Bold.** |Next one. |_So._ |Then.
"""

ELLIPSES = r"""
He waited ... and then he left.
He waited... |Then he left.
He said ... Nothing. |She left.
We know ... |The people know.
He paused…|Then he left. |Well… no.
The end. ... |The storm began.
The end.... |A storm began. |The end.... |I left.
He ran . . . and fell. |He got up . . . . |Then he ran.
“The [...] people came,” he said. |They left.
... and then nothing. |Silence.
Wait... I think so.
"""

STRAY = r"""
He left. . |She stayed.
He left.[1] |She stayed. [2] |They slept.[3][4] |All did.[a]
He left.¹ |She stayed.
Great! 😀 |The crowd left.😀 |The end.
What?! |No. |Really?? |Yes!!! |Fine.
Costs are down in holy places. in Iraq.
. He left.
* * * He left.
[1] He left.
“[He] left.” |[She] stayed.
He left.. |She stayed.
He left . |She stayed ! |All slept .
"""

LISTS = r"""
1. First thing. |2. Second thing. |3. Third thing.
1. First thing
a. First thing
II. The war
(1). First thing. |(2). Second thing.
1.1. First thing. |1.2. Second thing.
• 1. First thing. |• 2. Second thing.
• First thing. |• Second thing.
1) First. |2) Second.
- One. |- Two. |— Three.
"""

DATELINES = r"""
BAGHDAD (AP) — The mission ended. |Troops left.
WASHINGTON, D.C. — The president spoke. |He left.
ST. LOUIS (Reuters) - A man won. |It was Jan. 6.
LONDON, Jan. 6 (Reuters) - Stocks fell. |Oil rose.
PARIS. — Le président a parlé. |Il a souri.
___ Kullab reported from Rome. |Associated Press editors helped.
(Reporting by Jo Lind; Editing by Al Fox.) |Our standards: fair.
He left. |— Reuters
He left. |— “We lost.”
"""

LANGUAGES = r"""
«Non.» |Il est parti. |« Oui ! » |Elle reste.
« Vraiment ? » demande-t-il. |« Non ! », Paul a dit.
M. Dupont et Mme. Durand sont là. |Le Dr. Blanc aussi.
„Nein.“ |Er ging. |»Ja.« |Sie blieb. |„Ach!“, sagte sie.
Viele, z.B. Hunde, d.h. Tiere, bellen. |Dr. Weiß lacht.
Das ist z. B. für Mieter wichtig. |Es kostet 3,5 Mrd. Euro. |Il prof. Bianchi tace.
Am 3. Oktober und im 19. Jahrhundert war es so. |Im 2. Weltkrieg auch.
El Sr. Pérez y la Sra. Gómez llegaron. |¿Por qué? |¡No! |Así es.
他走了。|她留下了！|为什么？|因为。
「本当？」と彼は聞いた。|「はい。」|「いいえ！」|終わり。
“你好吗？”他问。|“好。”|他走了。
彼は行った．|値は３．５だ。|｢終｣。
هل هذا صحيح؟ |لا. |نعم۔ |انتهى.
यह सच है। |वह गया॥ |क्यों? |पता नहीं।
ሰላም። |እንዴት ነህ፧ |ደህና።
မင်္ဂလာပါ။ |ကောင်းပါတယ်။
Он ушёл. |Она осталась? |Да! |А. С. Пушкин писал.
Το είπε. |Έφυγε.
"""

PLAIN = r"""
He left. |She stayed; they slept: all well.
He left! |Why? |Nobody knows.
Hello
He left
iPhone sales rose. eBay fell.
Élan wins. |Émile loses. |Ángel draws.
He was 5 ft. tall. |It weighed 3 oz. |It was light.
The cat sat. |It sat on the sun. |Scientists agree.
He said no. |Some left in May. |June was hot.
He loves art. |Modern fig. trees grow.
"""

TABLES = {name: table for name, table in list(globals().items()) if name.isupper()}
CASES = [
    pytest.param(line, id=f"{name.lower()}: {line[:50]}")
    for name, table in TABLES.items()
    for line in table.strip().splitlines()
]


@pytest.mark.parametrize("line", CASES)
def test_line_is_cut_at_the_bars(line: str) -> None:
    text = line.replace("|", "")

    sentences = [text[start:end] for start, end in split(text)]

    assert sentences == [part.strip() for part in line.split("|")]
