"""The patterns of time expressions. Each is tried everywhere; of two that overlap the longer one stands, then the earlier.

Named groups are the parts of the expression; what the group `lead` holds is left out of the span. Every repetition is bounded
and none is nested, so that the time taken grows with the length of the text alone.
"""

from __future__ import annotations

import re

from walkback.timing.words import (
    APPROX,
    CLOCK,
    COUNT,
    DAY,
    EVENTS,
    HOLIDAY,
    MONTH,
    MONTH_NAME,
    NUMBER,
    PART,
    PERIOD,
    SEASON,
    SPELLED_YEAR,
    TIME_OF_DAY,
    UNIT,
    WEEKDAY,
    WORKING,
    YEAR,
    ZONE,
)  # fmt: skip

_TO = r"(?: ?[-–—] ?| to | through | until )"
_OF_YEAR = rf"(?:,?(?: of)? (?P<year>{YEAR})(?![\d-])|,?(?: of)? (?P<of_year>this|next|last) year\b)?"
_YEAR2 = rf"(?:,? (?P<year2>{YEAR})(?![\d-]))?"
_NO_COUNT = r"(?![\d%]|,\d|\.\d| (?:percent|per cent|million|billion|people|points)\b)"
_AT = rf"(?:(?P<clock>{CLOCK}){ZONE},? (?:on )?)?"
_AT_CLOCK = rf"(?:(?: at|,| by| before) (?P<clock2>{CLOCK}){ZONE})?"
_EVENT = r"(?! (?:of|after|before|following|since|prior to|ahead of|into|to)\b)"
_UNITS = r"(?:days|weeks|months|quarters|years|decades|hours)"
_TEXT_UNIT = r"(?:day|morning|afternoon|evening|night|week|weekend|month|year|quarter)"
_ENDS = r"(?=[.,;:!?)”\"]|$)"
_ENDS_CLAUSE = r"(?=[.,;:!?)”\"]|$| (?:in|at|on|to|for|with|when|and|but|as) )"
_ORDINAL = r"(?:first|second|third|fourth|last|final)"
_AFTER_WORDS = "in by until till since after before for from to of during through between late early and or mid around about than least".split()
_AFTER = "|".join(rf"(?<=\b{word} )|(?<=\b{word.capitalize()} )" for word in _AFTER_WORDS)
_SEASON_AFTER = r"(?P<lead>(?:over|during|in|by|until|till|since|through|throughout|before|after|into|for|come) )"
_DETERMINED = (
    "|".join(rf"(?<=\b{word} )" for word in "the The a A an his her its their our my this that".split())
    + r"|(?<=[’']s )"
)
_NOT_A_NOUN = r"(?! (?:and|or|on|in|at|to|of|for|with|by|from|through|is|was|were|that|which|who|when|as)\b)"

_WEEK_THAT = r"(?:of|beginning|starting|commencing|ending)"
_A_DAY = rf"(?:(?-i:(?P<holiday>{HOLIDAY}))(?!\w)|(?-i:(?P<month>{MONTH}) (?P<day>{DAY}))\b{_NO_COUNT}{_OF_YEAR}|(?P<day3>{DAY}) (?-i:(?P<month3>{MONTH}))(?!\w)|(?-i:(?P<weekday>{WEEKDAY}))(?!\w))"
_HALF = r"(?P<half> and a half)?"
_OR_TWO = r"(?P<half2> and a half\b)?(?: or (?:so|(?P<n3>two|three))\b)?"

_I = re.IGNORECASE

_SOURCES: tuple[tuple[str, str, int], ...] = (
    # full dates and ranges of days
    ("iso", rf"\b(?P<year>{YEAR})-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?:T(?P<clock>[0-2]\d:[0-5]\d)(?::[0-5]\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-])", 0),
    ("slashed", rf"(?<![\d/])(?P<month>[0-3]?\d)/(?P<day>[0-3]?\d)/(?P<year>{YEAR})(?![\d/])", 0),
    ("dotted", rf"(?<![\d.])(?P<day>[0-3]?\d)\.(?P<month>[01]?\d)\.(?P<year>{YEAR})(?![\d.]\d)", 0),
    ("days_of", rf"\b(?P<lead>(?:from|between|From|Between) )?(?P<month>{MONTH}) (?P<day>{DAY}){_TO}(?:(?P<month2>{MONTH}) )?(?P<day2>{DAY})\b{_NO_COUNT}{_YEAR2}", 0),
    ("days_of", rf"\b(?P<lead>[bB]etween )(?P<month>{MONTH}) (?P<day>{DAY}) and (?:(?P<month2>{MONTH}) )?(?P<day2>{DAY})\b{_NO_COUNT}{_YEAR2}", 0),
    ("days_of", rf"\b(?P<month>{MONTH}) (?P<day>{DAY}) (?:and|or) (?P<day2>{DAY})\b{_NO_COUNT}{_YEAR2}", 0),
    ("days_of", rf"(?<![\d.,:$£€/-])\b(?P<lead>(?:from|between|From|Between) )?(?P<day>{DAY})(?:{_TO}| and | or )(?P<day2>{DAY}) (?P<month>{MONTH})\b{_YEAR2}", 0),
    ("days_of", rf"(?<![\d.,:$£€/-])\b(?P<lead>(?:from|From) )?(?P<day>{DAY}) (?P<month>{MONTH}){_TO}(?P<day2>{DAY}) (?P<month2>{MONTH})\b{_YEAR2}", 0),
    ("days_of", rf"\b(?P<lead>[bB]etween )(?P<day>{DAY}) (?P<month>{MONTH}) and (?P<day2>{DAY}) (?P<month2>{MONTH})\b{_YEAR2}", 0),
    ("month_day", rf"\b{_AT}(?:(?:the )?(?P<tod>morning|afternoon|evening|night) of )?(?:(?:(?:this|next|last) (?:coming |past )?)?(?P<weekday>{WEEKDAY}),? |this (?:coming )?)?(?P<month>{MONTH}) (?:the )?(?P<day>{DAY})\b{_NO_COUNT}{_OF_YEAR}{_AT_CLOCK}", 0),
    ("month_day", rf"\b(?P<month>{MONTH_NAME.upper()}) (?P<day>{DAY}), (?P<year>{YEAR})\b", 0),
    ("day_month", rf"(?<![\d.,:$£€/-])\b{_AT}(?:(?P<weekday>{WEEKDAY}),? )?(?:the )?(?P<day>{DAY})(?: day)?(?: of)? (?P<month>{MONTH})(?!\w){_OF_YEAR}{_AT_CLOCK}", 0),
    ("month_nth", r"(?:(?<=\b[oO]n )|(?<=\b[bB]y )|(?<=\b[uU]ntil )|(?<=\b[bB]efore )|(?<=\b[fF]or )|(?<=\b[fF]rom )|(?<=\b[aA]fter ))the (?P<day>[0-3]?\d(?:st|nd|rd|th)|first)\b"
                  rf"(?: of (?P<which>this|next|last|the) month\b|(?<!first){_ENDS})", 0),
    ("weekday_nth", rf"\b(?P<weekday>{WEEKDAY}),? the (?P<day>[0-3]?\d(?:st|nd|rd|th))\b(?! of (?:{MONTH_NAME})|[- ]century)", 0),
    ("week_of", rf"\b(?:the )?(?P<period>week|weekend) {_WEEK_THAT} (?:(?:{WEEKDAY}),? )?(?P<month>{MONTH}) (?P<day>{DAY})\b{_NO_COUNT}{_OF_YEAR}", 0),
    ("week_of", rf"\b(?:the )?(?P<period>week|weekend) {_WEEK_THAT} (?:(?:{WEEKDAY}),? )?(?:the )?(?P<day>{DAY})(?: of)? (?P<month>{MONTH})(?!\w){_OF_YEAR}", 0),
    # weekdays
    ("weekday_range", rf"\b(?P<lead>(?:from|between|From|Between) )(?P<weekday>{WEEKDAY})(?:{_TO}| and )(?P<weekday2>{WEEKDAY})(?!\w)", 0),
    ("weekday_range", rf"\b(?P<weekday>{WEEKDAY})(?: through | to | or |[-–])(?P<weekday2>{WEEKDAY})(?!\w)(?: (?:of )?(?P<which>this|next|last) week\b)?", 0),
    ("weekday_plus", rf"(?:(?<!\bfor )|(?<=\bset for )|(?<=scheduled for )|(?<=planned for ))\b(?P<n>{NUMBER}) (?P<unit>days?|weeks?|fortnights?) (?:from|on) (?:(?P<weekday>{WEEKDAY})|(?P<word>tomorrow))(?!\w)", 0),
    ("weekday_of", rf"\b(?P<weekday>{WEEKDAY})(?:,| of)? (?P<which>this|next|last|the following|the same) week\b", 0),
    ("weekday_of", rf"\b(?P<which>this|next|last) week,? (?:on )?(?P<weekday>{WEEKDAY})(?!\w)", 0),
    ("weekday_plus", rf"(?<!\bfor )(?<!\bin )(?<!\bwithin )(?<!\bafter )(?<!\bthan )\b(?P<n>a|one) (?P<unit>week|fortnight) (?P<weekday>{WEEKDAY})(?!\w)", 0),
    ("weekday_plus", rf"\b(?P<weekday>{WEEKDAY}) (?P<unit>week|fortnight)\b{_ENDS_CLAUSE}", 0),
    ("weekday_plus", rf"\b(?P<word>today|tomorrow) (?P<unit>week|fortnight)\b{_ENDS}", _I),
    ("weekday_plus", rf"\b(?P<n>{NUMBER}) (?P<unit>days|weeks?|fortnight|months) (?P<word>today|tomorrow)\b", _I),
    ("days_off", rf"\b(?:(?:exactly|just) )?{COUNT} {WORKING}(?P<unit>days?|weeks?|fortnights?|months?|years?) (?P<side>before|after|following|ahead of|prior to) (?:the |last |next )?{_A_DAY}", _I),
    ("eve", rf"\b(?:the )?(?P<side>eve) of (?:the |his |her |its |their )?{_A_DAY}", _I),
    ("beside", rf"\b(?:the )?(?P<period>day|week|weekend|(?-i:{WEEKDAY})) (?P<side>before|after|following) (?-i:(?P<holiday>{HOLIDAY}))(?!\w)", _I),
    ("nth_weekday", rf"\b(?:the )?(?P<n>{_ORDINAL}) (?P<weekday>{WEEKDAY}) (?:of|in) (?:(?P<month>{MONTH})(?!\w){_OF_YEAR}|(?P<which>this|next|last|the) (?P<whole>month|quarter|year)\b)", 0),
    ("rel_weekday", rf"\b(?P<which>this past|this coming|the following|the previous|the coming|this|next|last|that|coming|past) (?P<weekday>{WEEKDAY}){TIME_OF_DAY}(?!\w)", _I),
    ("rel_weekday", rf"\b(?P<weekday>{WEEKDAY}) (?P<which>next|last)\b{_ENDS}", 0),
    ("weekday", rf"\b{_AT}(?:(?:early|late) (?:on )?)?(?P<weekday>{WEEKDAY}){TIME_OF_DAY}{_AT_CLOCK}(?!\w)", 0),
    # parts of periods
    ("part_month", rf"\b(?P<part>{PART}|(?:early|mid)[- ]to[- ](?:mid|late))[ -](?P<month>(?-i:{MONTH}))(?!\w){_OF_YEAR}", _I),
    ("part_period", rf"\b(?P<part>{PART}) (?P<which>the coming|the current|the following|the next|the|this|next|last) (?:calendar )?(?P<period>{PERIOD}|century)\b(?! of\b)", _I),
    ("part_period", r"(?<=\bbefore )(?P<which>the|this) (?P<period>day|week|month|quarter|year|decade|century) (?P<part>is (?:out|over|up)|ends|closes)\b", _I),
    ("part_period", rf"\b(?P<part>early|late|mid)[ -](?:in )?(?P<which>the coming|this|next|last) (?P<period>{PERIOD})\b(?! of\b)", _I),
    ("part_period", rf"\b(?P<part>early|late) in (?P<which>the) (?P<period>week|month|year|{SEASON})\b(?! of\b)", _I),
    ("part_period", rf"\b(?:the )?(?P<period>year|month|week|quarter|{SEASON})(?:[’']s |[ -])(?P<part>end|start)\b(?! of)(?: (?P<year>{YEAR})\b)?", _I),
    ("part_period", rf"\b(?P<period>year|month)(?P<part>end)\b(?! of)(?: (?P<year>{YEAR})\b)?", _I),
    ("part_month", rf"\b(?P<month>(?-i:{MONTH}))(?:[’']s |-)(?P<part>end)\b(?! of){_OF_YEAR}", _I),
    ("part_month", rf"\b(?P<lead>(?:by|until|before|at|till) )(?P<month>(?-i:{MONTH})) (?P<part>end)\b{_OF_YEAR}", _I),
    ("part_month", rf"\b(?P<lead>(?:by|until|before|at|till) )(?P<part>(?:the )?end)[ -](?P<month>(?-i:{MONTH}))(?!\w){_OF_YEAR}", _I),
    ("part_year", rf"\b(?P<lead>(?:by|until|before|at|till) )(?P<part>(?:the )?end)[ -](?P<year>{YEAR})\b", _I),
    ("part_period", r"(?=[tes])(?:(?<=\bby )|(?<=\bbefore )|(?<=\buntil )|(?<=\bat ))(?P<part>(?:the )?(?:end|start) of)(?: the)? (?P<period>year|month|week|business|day)\b", _I),
    ("part_period", r"\b(?P<part>mid)-?(?P<period>week|year|month|decade|century)\b", _I),
    ("part_year", rf"\b(?P<part>{PART})[ -](?:the year )?(?P<year>{YEAR})\b(?![-\d])", _I),
    ("part_season", rf"\b(?P<part>early|mid|late|(?:the )?(?:end|beginning|start|middle) of)[ -](?:in )?(?:the )?(?P<season>{SEASON})(?:(?: of)? (?P<year>{YEAR}))?\b(?! of\b)", _I),
    ("week_in", rf"\b(?:the )?(?P<n>{_ORDINAL}) (?:(?P<count>{NUMBER}) |(?P<full>full) )?(?:(?P<working>working|business|trading|week)[ -]?)?(?P<period>days?|weeks?|weekend|fortnight|months?) (?:of|in) (?:(?P<month>(?-i:{MONTH}))(?!\w){_OF_YEAR}|(?P<which>this|next|last|the) (?P<whole>month|quarter|year)\b|(?P<whole_year>{YEAR})\b)", _I),
    # months, seasons, quarters, years
    ("month_range", rf"\b(?P<lead>(?:from|between|From|Between) )(?P<month>{MONTH})(?:,? (?P<year>{YEAR}))?(?:{_TO}| and )(?P<month2>{MONTH})(?!\w| [0-3]?\d\b){_YEAR2}", 0),
    ("month_range", rf"\b(?P<month>{MONTH})(?:,? (?P<year>{YEAR}))?(?: through | to |[-–])(?P<month2>{MONTH})(?!\w| [0-3]?\d\b){_YEAR2}", 0),
    ("month_year", rf"\b(?P<month>{MONTH}),?(?: of)? (?P<year>{YEAR})\b(?!-\d\d-)", 0),
    ("month", rf"\b(?P<month>{MONTH})(?: of)? (?P<of_year>this|next|last) year\b", 0),
    ("rel_month", rf"\b(?P<which>this past|this coming|this|next|last) (?P<month>(?-i:{MONTH}))(?!\w)", _I),
    ("month", rf"(?=[JFMASOND])(?:{_AFTER})(?P<month>{MONTH_NAME}|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.)(?!\w)(?![’']?s? [A-Z][a-z]| \d)", 0),
    ("month", rf"(?=[JFMASOND])(?:{_DETERMINED})(?P<month>{MONTH_NAME})(?= [a-z]){_NOT_A_NOUN}", 0),
    ("month", r"\b(?P<month>January|February|July|September|October|November|December)\b(?! [A-Z][a-z])", 0),
    ("rel_season", rf"\b(?:the )?(?P<season>(?!(?:fall|spring)\b){SEASON})(?: of|,)? (?P<which>this|next|last) year\b", _I),
    ("rel_season", r"(?:\bthe |(?<=\bin )|(?<=\bby )|(?<=\buntil )|(?<=\bearly )|(?<=\blate ))(?P<season>fall|spring)(?: of)? (?P<which>this|next|last) year\b", _I),
    ("rel_period", r"\b(?P<lead>(?:in|by|until|till|before|come|since) )(?P<period>spring|summer|autumn|winter)\b(?=[.,;:!?)”\"]|$| (?:and|or|at|as|when|if|but|the|sets?) )", _I),
    ("rel_period", r"\b(?P<lead>(?:by|until|till|come) )(?P<period>fall)\b(?=[.,;:!?)”\"]|$)", _I),
    ("season_year", rf"\b(?:the )?(?P<season>{SEASON})(?: of|,)? (?P<year>{YEAR})\b", _I),
    ("quarter", rf"\b(?:(?P<part>(?:the )?(?:end|start|close) of) )?(?:(?P<which2>this|next|last) year[’']s |(?:the )?(?:(?P<year2>{YEAR}) )?)(?:fiscal[ -])?(?P<n>first|second|third|fourth|final|last) (?P<kind>quarter|half)"
                rf"(?: of(?: (?P<which>this|next|last|the)(?: calendar| fiscal)? year\b| (?:fiscal )?(?P<year>{YEAR})\b)| (?P<of_year>this|next|last) year\b)?\b(?! of\b)", _I),
    ("quarter", r"\b(?:fiscal )?(?P<n>first|second|third|fourth)-(?P<kind>quarter|half)\b", _I),
    ("quarter", rf"\b(?:(?P<part>(?:the )?(?:end|start|close) of) )?(?P<n>Q[1-4]|H[12](?! [A-Z]))(?: of)?(?: (?P<year>{YEAR}))?\b", 0),
    ("fiscal", rf"\b(?:(?P<part>{PART}) )?(?:the )?(?P<kind>fiscal|financial)(?: year)? (?P<year>{YEAR})(?P<split>[-–/]\d\d)?\b", _I),
    ("fiscal", rf"\b(?:(?P<part>{PART}) )?(?P<which>this|next|last|the current|the next|the coming|the) (?P<kind>fiscal|financial) year\b(?! (?:of|ended|ending)\b)", _I),
    ("year_range", rf"\b(?P<lead>(?:from|between|From|Between) )(?P<year>{YEAR})(?:{_TO}| and )(?P<year2>{YEAR}|\d\d)\b(?![-\d])", 0),
    ("year_range", rf"(?<![\d./-])(?P<year>{YEAR})(?: through | to | ?[-–] ?)(?P<year2>{YEAR}|\d\d)\b(?![-\d/,]\d)", 0),
    ("decade", r"\b(?:the )?(?:(?P<part>early|mid|late)[- ])?(?P<decade>(?:18|19|20)\d0(?=s)|1[89]\d0(?=[’']s))[’']?s\b", _I),
    ("decade", r"(?=[’'tfsen])(?:\bthe |(?<=\bearly )|(?<=\bmid-)|(?<=\blate ))(?:[’'](?P<short>[3-9])0s|(?P<short_word>thirties|forties|fifties|sixties|seventies|eighties|nineties))\b", _I),
    ("century", r"\b(?:the )?(?:(?:early|mid|late)[- ])?(?P<n>(?:[1-9]|1\d)th|2[01]st|20th)[- ]century\b", _I),
    # the period that a report of results speaks of, and what it is set beside
    ("reported", r"\b(?:the )?(?P<which>latest|most recent|just[- ](?:ended|completed)) (?:fiscal )?(?P<period>quarter|period)\b(?! of\b)", _I),
    ("reported", r"(?=the )(?:(?<=\bin )|(?<=\bfor )|(?<=\bduring )|(?<=\bthroughout )|(?<=\bof ))(?P<which>the) (?P<period>quarter)\b(?! of\b|-)", _I),
    ("year_earlier", r"\b(?:the )?(?P<which>year[- ](?:ago|earlier)|prior-year) (?:fiscal )?(?:(?P<n>first|second|third|fourth) )?(?P<period>quarter|period)\b", _I),
    ("year_earlier", r"\b(?:the )?(?P<which>year-(?:ago|earlier)|prior-year)\b", _I),
    ("year_earlier", rf"\bthe (?P<which>corresponding|same|comparable|like|similar) (?P<period>quarter|period) (?:(?:of |in )?(?:last year|a year (?:ago|earlier|before)"
                     rf"|the (?:previous|prior|preceding) year)|(?:of |in )(?P<year>{YEAR}))\b", _I),
    ("year_earlier", r"\b(?P<which>last) year[’']s (?P<period>quarter|period)\b", _I),
    ("year_period", rf"\bthe (?P<year>{YEAR}) (?P<period>quarter|period)\b", 0),
    ("spelled_year", rf"(?:(?<=\bin )|(?<=\bby )|(?<=\bof )|(?<=\bsince )|(?<=\buntil ))(?:the year )?(?P<spelled>{SPELLED_YEAR})\b", _I),
    ("year", rf"(?<![\w.,$£€#/’'-])(?P<year>{YEAR})\b(?![,.]\d|[-–/%:]\d|%| ?[-–] ?\d)", 0),
    # offsets
    ("window", rf"\b(?:the )?(?:next|coming|ensuing) {COUNT} {WORKING}(?P<unit>{UNIT})\b(?: or (?:so|two)\b)?", _I),
    ("text_window", rf"\b(?:the )?following {COUNT} (?P<unit>{UNIT})\b", _I),
    ("window", rf"(?=the )(?:(?<=\bin )|(?<=\bover )|(?<=\bcourse of )|(?<=\bwithin )|(?<=\binside )|(?<=\bduring )|(?<=\bfor ))(?:the next|the coming) (?P<unit>day|week|fortnight|month|year|decade)\b{_OR_TWO}", _I),
    ("past_window", rf"\b(?:(?:the|these) )?(?:last|past|previous|preceding) {COUNT} (?P<unit>{UNIT})\b(?: or so\b)?", _I),
    ("past_year", r"\bthe (?:past|last) (?P<unit>week|month|year|decade|century)\b(?! of\b)", _I),
    ("ago", rf"\b{APPROX}{COUNT}{_HALF} (?P<unit>{UNIT}){_OR_TWO} ago\b(?: today\b)?", _I),
    ("earlier", rf"\b{APPROX}{COUNT} (?P<unit>{UNIT}) (?:earlier\b(?! than)|before{_ENDS}|previously)", _I),
    ("later", rf"\b{APPROX}{COUNT} (?P<unit>{UNIT}) (?:later\b(?! than)|afterwards?\b|thereafter|after{_ENDS})", _I),
    ("hence", rf"\b{APPROX}{COUNT}{_HALF} (?P<unit>{UNIT}){_OR_TWO} (?:from now|hence|from (?P<today>today))\b", _I),
    ("in_units", rf"(?:(?<=\b[iI]n )|(?<=\b[iI]n as little as ))(?:another )?{APPROX}{COUNT}{_HALF} {WORKING}(?P<unit>{UNIT})\b{_OR_TWO}(?:[’']s? time\b)?{_EVENT}(?! from\b)", 0),
    ("within_units", rf"(?:(?<=\b[wW]ithin )|(?<=\b[iI]nside ))(?:the (?:next|coming) )?{APPROX}{COUNT}{_HALF}[ -]{WORKING}(?P<unit>{UNIT})\b{_OR_TWO}{_EVENT}(?! from\b)", 0),
    ("within_units", rf"(?:(?<=\b[wW]ithin )|(?<=\b[iI]nside ))the (?P<unit>hour|day|week|fortnight|month|quarter|year|decade)\b(?![’'-]){_EVENT}(?! (?:of|ended|ending)\b)", 0),
    ("allowance", rf"(?P<lead>\b(?:has|have|(?:give|gives|gave|giving|given|grant|grants|granted|allow|allows|allowed)(?: [\w’']{{1,20}}){{0,4}}) (?:just |only |about |another |up to )?)"
                  rf"{COUNT}[ ]{WORKING}(?P<unit>{UNIT})(?= (?:in which )?to [a-z])", 0),
    ("hence", rf"\b{APPROX}{COUNT} (?P<unit>days?|weeks?|months?|years?) away\b(?! from\b)", _I),
    ("vague_ahead", r"\b(?:just |only )?(?P<unit>days|weeks|months|years) away\b(?! from\b)", _I),
    ("this_time", r"\bthis time (?P<which>next|last) (?P<period>week|month|year)\b", _I),
    ("event", rf"(?:(?<=\b[bB]efore )|(?<=\b[uU]ntil )|(?<=\b[bB]y )|(?<=\b[aA]head of ))(?:the |this year[’']s |next year[’']s )(?:[a-z]+ )?(?P<event>{EVENTS})\b", 0),
    ("extension", rf"(?:(?<=\b[fF]or )|(?<=\b[fF]or at least ))(?:another|a further|an additional) (?:{COUNT} )?(?P<unit>{UNIT})\b(?! (?:after|before|beyond)\b)", 0),
    ("vague_ahead", rf"\b(?:the )?(?:coming|next|following|ensuing|future) (?P<unit>{_UNITS})(?: (?:and|or|to) (?P<unit2>{_UNITS}))?\b", _I),
    ("vague_ahead", rf"\b(?:the )?(?P<unit>{_UNITS})(?: (?:and|or) (?P<unit2>{_UNITS}))? (?:ahead\b(?! of)|to come)\b", _I),
    ("vague_ahead", rf"(?=[dwmqyh])(?:(?<=\bwithin )|(?<=\bin a matter of )|(?<=\bwithin a matter of ))(?P<unit>{_UNITS}){_EVENT}(?!\w)", _I),
    ("vague_back", rf"\b(?:the )?(?:recent|past|last|previous) (?P<unit>{_UNITS})\b(?! of\b)", _I),
    ("vague_back", rf"\b(?:just )?(?P<unit>{_UNITS}) ago\b", _I),
    # counted from a day told before
    ("text_next", r"\b(?:the )?(?:following|next) (?P<period>day|morning|afternoon|evening|night)\b", _I),
    ("text_next", rf"\bthe (?:following|next|ensuing) (?P<period>{_TEXT_UNIT})\b", _I),
    ("text_next", rf"\bthe (?P<period>day|week|month|year|morning) after{_ENDS}", _I),
    ("text_same", rf"\b(?:that|that same|the same|the very same) (?P<period>{_TEXT_UNIT})\b", _I),
    ("text_back", rf"\bthe (?:previous|preceding|prior) (?P<period>{_TEXT_UNIT})\b", _I),
    ("text_back", rf"\bthe (?P<period>day|night|week|month|year) before{_ENDS}", _I),
    ("text_later", rf"\b(?P<unit>{_UNITS}) later\b", _I),
    # relative periods and days
    ("rel_period", rf"\b(?P<side>(?:later|earlier|sometime|some time) )?(?P<which>this past|this coming|the coming|the current|this|next|last|coming|past) "
                   rf"(?:calendar |entire |whole |full |fiscal |financial |political |legislative |parliamentary )?(?P<period>{PERIOD})\b(?! of\b)", _I),
    ("rel_period", rf"\b(?P<which>(?:later|earlier)(?: on)? in the) (?P<period>week|month|year|{SEASON})\b(?! of\b)", _I),
    ("rel_period", r"\b(?P<which>the) (?:full |whole |calendar )(?P<period>year)\b(?! of\b)", _I),
    ("rel_period", rf"\b(?P<side>(?:the )?(?:rest|remainder|balance) of) (?P<which>the|this|next) (?:calendar )?(?P<period>week|weekend|month|quarter|year|decade|{SEASON})\b(?! of\b)", _I),
    ("rel_period", r"\b(?:the )?(?P<period>week|weekend|month|quarter|year) (?P<which>after next|before last)\b", _I),
    ("rel_period", r"\b(?P<which>the) (?P<period>weekend)\b(?! of\b)", _I),
    ("rel_period", rf"\b{_SEASON_AFTER}(?P<which>the) (?P<period>{SEASON})\b(?! of\b)", _I),
    ("today", rf"\b{_AT}(?:later |earlier |early |late )?(?P<word>today|tonight|this morning|this afternoon|this evening|tomorrow|yesterday|the day after tomorrow|"
              rf"the day before yesterday|last night|last evening|overnight){TIME_OF_DAY}\b{_AT_CLOCK}", _I),
    ("clock", rf"\b(?:about |around |approximately |exactly |shortly after |just after |just before )?(?P<clock>(?<![\d.])\d{{1,2}}(?:[:.]\d\d)? ?(?:a\.m\.|p\.m\.|am\b|pm\b|AM\b|PM\b)){ZONE}", 0),
    ("clock", rf"(?:(?<=\b[aA]t )|(?<=\b[bB]y )|(?<=\b[uU]ntil )|(?<=\b[bB]efore )|(?<=\b[aA]fter ))(?P<clock>noon|midday|midnight)\b{ZONE}", 0),
    ("holiday", rf"\b(?P<which>(?:this|next|last) )?(?P<holiday>{HOLIDAY})(?!\w)(?:,? (?P<year>{YEAR}))?", 0),
    ("new_year", r"\bthe [nN]ew [yY]ear\b", 0),
    ("new_year", r"\bthe (?P<turn>turn) of the year\b", _I),
    # no day at all, or none that is given
    ("vague", r"\b(?P<lead>at |by )?(?P<word>a later (?:date|time|stage))\b", _I),
    ("vague", r"\b(?P<lead>at |on )?(?P<word>a date to be (?:announced|agreed|confirmed|decided|determined|fixed|set))\b", _I),
    ("vague", r"\b(?P<lead>until |till |pending )(?P<word>further notice)\b", _I),
    ("vague", r"(?<=\bin )(?P<word>short order)\b", _I),
    ("vague", r"(?<!\bas )(?<!\btoo )(?<!\bhow )(?<!\bso )\b(?:(?:very|pretty|fairly|quite|relatively) )?(?P<word>soon)\b(?! (?:as|after|enough|before|followed)\b)", _I),
    ("vague", r"\b(?:(?:very|pretty|fairly) )?(?P<word>shortly)\b(?! (?:after|before|following|thereafter|afterward))", _I),
    ("vague", r"\b(?P<word>any ?time soon|any day now|any (?:moment|minute)(?= now|[.,;])|in due course|eventually|down the (?:line|road)|some ?day|at some point|"
              r"sooner or later|as soon as possible|indefinitely|imminently|imminent|before (?:too )?long|sooner rather than later)\b", _I),
    ("vague", r"\bthe (?:very )?(?P<word>(?:immediate|near|foreseeable|distant|not[- ](?:too|so)[- ]distant) future|near term)\b", _I),
    ("vague", r"(?:(?<=\bin )|(?<=\binto )|(?<=\bfor ))the (?P<word>future)\b(?! of\b)", _I),
    ("present", r"\b(?P<word>right now|now|currently|at the moment|these days|nowadays|presently|at present|at this (?:point|moment|time))\b", _I),
    ("past_ref", r"\b(?P<word>(?:more )?recently|lately|formerly|(?:long|not long|some time) ago)\b", _I),
    ("present", r"(?<!\bthen )\b(?P<word>current)(?= [a-z])", _I),
    ("past_ref", r"(?<!\bmost )(?<!\bmore )\b(?P<word>recent)(?= [a-z])", _I),
    ("past_ref", r"(?<=\bin )(?P<word>the past)\b(?! \w+s\b)", _I),
    ("set", rf"\b(?:every|each) (?:(?:other|single) )?(?:(?P<n>{NUMBER}) )?(?P<unit>{UNIT}|morning|night)\b", _I),
    ("set", rf"\b(?:every|each) (?:(?P<weekday>(?-i:{WEEKDAY}))|(?P<month>(?-i:{MONTH_NAME}))|(?P<season>{SEASON}))(?!\w)", _I),
    ("set", r"(?<=\b[oO]n )(?P<weekday>Mondays|Tuesdays|Wednesdays|Thursdays|Fridays|Saturdays|Sundays)\b", 0),
    ("set", r"\b(?P<lead>(?:once|twice|million|billion|percent|times) )(?:a|an|per|each) (?P<unit>hour|day|week|month|year)\b(?! (?:ago|earlier|before|later)\b)", _I),
    ("duration", rf"\b{APPROX}{COUNT}(?: and a half)?(?: more)?[ -]{WORKING}(?P<unit>{UNIT})\b(?![- ]old)(?! of age)", _I),
    ("duration", rf"\bthe (?:(?:first|final|latest|entire|whole|previous) )?{COUNT} (?P<unit>days|weeks|months|years|hours)\b", _I),
    ("duration", rf"(?=[dwmqyhc])(?:(?<=\bfor )|(?<=\bin )|(?<=\bafter )|(?<=\bover )|(?<=\bmany )|(?<=\bof )|(?<=\btake )|(?<=\btakes ))(?P<unit>{_UNITS}|centuries)\b(?! (?:ago|later|ahead|to come|of))", _I),
    ("duration", r"\b(?:the )(?:full |fiscal |whole )?(?P<unit>year|quarter)(?= (?:ended|ending|that ended)\b)", _I),
)  # fmt: skip


def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", r"\s"), flags)


# Every match holds one of these words, by kind. Rules are tried around the kinds they need only: a few rules on part of a news text. A
# test holds this way of finding against trying all of them everywhere. Each begins with a letter, by which they are sorted, or a digit.
_AS_WRITTEN = {
    "month": (
        *(rf"{m}\b" for m in MONTH_NAME[3:-1].split("|")),
        *(rf"{m.upper()}\b" for m in MONTH_NAME[3:-1].split("|")),
        *(rf"{m}\b" for m in "Jan Feb Mar Apr Jun Jul Aug Sept? Oct Nov Dec".split()),
    ),
    "weekday": (
        *(rf"{day}days?\b" for day in "Mon Tues Wednes Thurs Fri Satur Sun".split()),
        *(rf"{day}\." for day in "Mon Tues? Wed Thurs? Fri Sat Sun".split()),
    ),
    "feast": "Christmas Easter Thanksgiving Halloween Pentecost Juneteenth Good\\sFriday Fourth\\sof Valentine Q[1-4] H[12]\\b".split(),
}
_EITHER_WAY = {
    "digits": (r"\d\d{3}",),
    "unit": (
        *(rf"{unit}s?\b" for unit in "day week weekend fortnight month quarter year decade hour minute morning night".split()),
        *(rf"{season}\b" for season in "spring summer autumn fall winter half".split()),
        *"centur afternoon evening midweek midyear midmonth yearend monthend".split(),
    ),
    "clock": (r"\d\d?\s?(?:[ap]\.m\.|(?-i:am|pm|AM|PM)\b)", r"noon\b", r"midday\b", r"midnight\b"),
    "ago": (r"ago\b",),
    "hence": (r"hence\b", r"away\b", r"from\s(?:now|today)\b"),
    "fiscal": ("fiscal", "financial"),
    "day": ("today", "tonight", "tomorrow", "yesterday", "overnight"),
    "spelled": (
        *(rf"{part}[-\s][’'][3-9]0s" for part in "the early mid late".split()),
        *(rf"{ten}ties\b" for ten in "thir for fif six seven eigh nine".split()),
        *(r"nineteen\s", r"twenty\s", r"two\sthousand\b"),
    ),
    "occasion": (
        *(rf"{word}\b" for word in "midterms? elections? runoff primar(?:y|ies) recess inauguration referendum".split()),
    ),
    "nth": (r"the\s[0-3]?\d(?:st|nd|rd|th)", r"the\sfirst\sof\s"),
    "word": (
        *(rf"{word}\b" for word in "soon term line road point course later possible long notice now time past period".split()),
        *(r"some\s?day\b", r"short\sorder\b", r"date\sto\sbe\b"),
        *"shortly future eventually indefinite imminent moment current present recent lately formerly".split(),
    ),
}  # fmt: skip


def _sorted_in() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One expression for all these words, and the kind of each of its groups: by their first letters, so that most words of a text fail at once."""
    by: dict[str, dict[str, list[str]]] = {}
    for as_written, kinds in ((True, _AS_WRITTEN), (False, _EITHER_WAY)):
        for kind, words in kinds.items():
            for word in words:
                size = 2 if word.startswith("\\") else 1
                first = word[:size] if as_written or size > 1 else f"[{word[0]}{word[0].upper()}]"
                by.setdefault(first, {}).setdefault(kind, []).append(word[size:])
    branches = []
    for first, sorted_in in by.items():
        flag = "" if first.isalpha() else "i"
        groups = "|".join(f"({'|'.join(words)})" for words in sorted_in.values())
        branches.append(f"{first}(?{flag}:{groups})")
    return re.compile(rf"\b(?:{'|'.join(branches)})"), tuple(kind for groups in by.values() for kind in groups)


CORE, CORE_KINDS = _sorted_in()
_NEEDS = {
    "iso slashed dotted part_year season_year year_range year year_period": "digits",
    "days_of month_day day_month week_of month_range month_year rel_month month part_month": "month",
    "weekday_range weekday_of weekday rel_weekday nth_weekday": "weekday",
    "weekday_plus": "weekday day hence",
    "beside": "feast unit day",
    "month_nth": "nth",
    "weekday_nth": "weekday",
    "eve": "month weekday feast unit",
    "event": "occasion",
    "fiscal": "fiscal",
    "ago": "ago",
    "hence": "hence",
    "decade": "digits spelled",
    "spelled_year": "spelled",
    "today": "day unit hence",
    "holiday": "feast unit day",
    "quarter": "unit feast",
    "reported": "unit word",
    "year_earlier": "unit",
    "set": "unit weekday month",
    "vague": "word",
    "past_ref": "word ago",
    "present": "word unit hence",
    "clock": "clock",
}
_KINDS = {name: frozenset(kinds.split()) for names, kinds in _NEEDS.items() for name in names.split()}
# name, pattern, the kinds of words of which a match holds one; all others hold a unit
RULES: tuple[tuple[str, re.Pattern[str], frozenset[str]], ...] = tuple(
    (name, _compiled(p, flags), _KINDS.get(name, frozenset({"unit"}))) for name, p, flags in _SOURCES
)
# Rules by the kinds they need, each with its place in RULES.
GROUPS: tuple[tuple[frozenset[str], tuple[tuple[int, re.Pattern[str]], ...]], ...] = tuple(
    (kinds, tuple((order, pattern) for order, (_, pattern, needs) in enumerate(RULES) if needs == kinds))
    for kinds in dict.fromkeys(needs for _, _, needs in RULES)
)
# Characters before and after such a word that a match may take in, with all that it looks at.
BEFORE, AFTER = 90, 60
