/** The words for pages of tiles, in English; fetched when there is more than one page. */
export const pageWords = {
  pages: 'Pages',
  previousPage: 'Previous page',
  nextPage: 'Next page',
  pageOf: (page: number, pages: number) => `Page ${page} of ${pages}`,
};

/** The words for pages in one language. */
export type PageWords = typeof pageWords;
