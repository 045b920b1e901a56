import { create, insert, search as searchOrama } from '@orama/orama'
import { Index as FlexIndex } from 'flexsearch'
import Fuse from 'fuse.js'
import lunr from 'lunr'
import addRussian from 'lunr-languages/lunr.ru.js'
import addStemmers from 'lunr-languages/lunr.stemmer.support.js'
import MiniSearch from 'minisearch'
import { isStopWord, stem } from '../src/core/stem.ts'
import { fold, normalise } from '../src/core/text.ts'

/** A document as every search engine sees it: fields of plain text. */
export interface PeerDocument {
  id: string
  title: string
  /** Example questions; empty in public sets. */
  ask: string
  text: string
}

/** Ids of the documents found, best first. */
export type PeerSearch = (query: string) => string[]

/** A search library that is measured beside the product, set up as its documentation says. */
export interface Peer {
  name: string
  index: (documents: readonly PeerDocument[]) => PeerSearch
  /** Queries that it is asked at most; unset, all. */
  most?: number
}

const DEPTH = 10
const FIELDS = ['title', 'ask', 'text']
/** What a field counts beside the text, for those who can weigh. */
const BOOST = { title: 2, ask: 2 }

addStemmers(lunr)
addRussian(lunr)

/** The side-by-side of `npm run bench`: what somebody would take who did not write a search. */
export const PEERS: readonly Peer[] = [
  {
    name: 'MiniSearch, as it comes',
    index: (documents) => {
      const index = new MiniSearch<PeerDocument>({ fields: FIELDS })
      index.addAll(documents)
      return (query) => index.search(query).map(({ id }) => String(id))
    },
  },
  {
    name: 'MiniSearch, folded and cut, weighed',
    index: (documents) => {
      const index = new MiniSearch<PeerDocument>({
        fields: FIELDS,
        processTerm: (term) => {
          const folded = fold(normalise(term))
          return isStopWord(folded) ? null : stem(folded)
        },
        searchOptions: { boost: BOOST, fuzzy: (term) => (term.length > 4 ? 1 : false) },
      })
      index.addAll(documents)
      return (query) => index.search(query).map(({ id }) => String(id))
    },
  },
  {
    name: 'Orama, Unicode words',
    index: (documents) => {
      const index = create({
        schema: { id: 'string', title: 'string', ask: 'string', text: 'string' } as const,
        // Its own tokenisers know no Kazakh letters.
        components: {
          tokenizer: {
            language: 'russian',
            normalizationCache: new Map(),
            tokenize: (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [],
          },
        },
      })
      for (const document of documents) void insert(index, document)
      return (query) => {
        const found = searchOrama(index, {
          term: query,
          properties: '*',
          boost: BOOST,
          limit: DEPTH,
        })
        if (found instanceof Promise) throw new Error('expected Orama to search at once')
        return found.hits.map(({ document }) => document.id)
      }
    },
  },
  {
    name: 'FlexSearch, forward',
    index: (documents) => {
      const index = new FlexIndex({ tokenize: 'forward' })
      for (const [place, { title, ask, text }] of documents.entries())
        index.add(place, `${title} ${ask} ${text}`)
      return (query) =>
        (index.search(query, { limit: DEPTH, suggest: true }) as number[]).flatMap(
          (place) => documents[place]?.id ?? [],
        )
    },
  },
  {
    name: 'lunr, Russian stemmer',
    index: (documents) => {
      const index = lunr(function () {
        this.use(lunr.ru)
        this.ref('id')
        for (const field of FIELDS) this.field(field, { boost: field === 'text' ? 1 : BOOST.title })
        for (const document of documents) this.add(document)
      })
      // Without the signs that lunr's query language reads.
      return (query) => index.search(query.replace(/[^\p{L}\p{N}\s]/gu, ' ')).map(({ ref }) => ref)
    },
  },
  {
    name: 'Fuse',
    // More than a second a query on a thousand passages.
    most: 15,
    index: (documents) => {
      const index = new Fuse(documents, {
        keys: FIELDS,
        ignoreLocation: true,
        threshold: 0.6,
        includeScore: true,
      })
      return (query) => index.search(query, { limit: DEPTH }).map(({ item }) => item.id)
    },
  },
]
