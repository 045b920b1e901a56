/**
 * Stems of folded words. Kazakh and Russian inflect at the end of the word, and in both a cut after
 * five letters finds as much as the best morphology does (measured: docs/search.md).
 */
export const STEM_LENGTH = 5

/** The stem of a folded word; numbers stay whole. */
export const stem = (folded: string): string =>
  /^\d/.test(folded) ? folded : folded.slice(0, STEM_LENGTH)

/** Folded words that carry grammar and no subject: they are left out of the index and of queries. */
export const isStopWord = (folded: string): boolean => folded.length < 2 || STOP_WORDS.has(folded)

const STOP_WORDS = new Set(
  // Folded by hand: each line is a class of words, Kazakh first.
  `
  men meni maan menin sen seni saan senin siz sizdi sizge sizdin ol oni oan onin biz bizdi bizge bizdin olar bul osi sol
  jane nemese biraq birak ken uwin turali boiinwa keiin dein deiin karai menen pen ben da de ta te ba be pa pe ma me goi
  eken edi ne emes bar jok eger onda sonda ali endi kana tek ar bir kandai kalai kaida kawan nege kim kaisi degen dep
  deidi bolsa bolama bola bolip boladi kerek kere keredi ala aladi alam bere beredi kil kilu jasau istei isteu
  ia ti mi vi on ona oni mne menia tebe tebia nam nas vam vas emu ego ei ee im ih moi moia moe tvoi svoi naw vaw eto eta
  etot eti to ta tot i a no ili li je bi ne ni na v vo s so k ko u o ob obo ot do po pod za iz dlia pri pro bez cerez
  cto kak gde kogda pocemu kto kakoi kakaia kakie kakoe li esli uje ewe tak tam tut vot est bil bila bilo bit budet
  mojno nado nujno moget mogut mogu mojet skajite podskajite pojaluista zdravstvuite
  `
    .trim()
    .split(/\s+/),
)
