/** Grammar by `Intl`, for texts with a number or a list of names. Each language file has one, English too. */

/** A text for each plural category that whole numbers have in the language; `#` stands for the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>>;

/** A text that depends on a number. Its forms can be read, so that a test can compare them with the rules of the language. */
export type Plural = ((count: number) => string) & { readonly forms: PluralForms };

export interface Grammar {
  /** `plural({ one: '# person', other: '# people' })`. */
  plural(forms: PluralForms): Plural;
  /** "Ada", "Ada and Grace", "Ada, Grace and 3 others"; `others` is the text for two people or more. */
  list(names: readonly string[], others: (count: number) => string): string;
}

/**
 * The grammar of one language, by its BCP 47 tag. `Intl` objects are expensive: each is made when it is first needed. The first
 * number format of a page takes Chromium 15 ms, a tenth of a join, and the first list format up to 40 ms while somebody joins. So
 * numbers without a separator, which are the same in all our languages, and single names do without them.
 */
export function grammar(tag: string): Grammar {
  let rules: Intl.PluralRules | undefined;
  let numbers: Intl.NumberFormat | undefined;
  let lists: Intl.ListFormat | undefined;
  const digits = (count: number) => {
    if (count < 1_000) return String(count);
    numbers ??= new Intl.NumberFormat(tag);
    return numbers.format(count);
  };
  return {
    plural: (forms) =>
      Object.assign(
        (count: number) => {
          rules ??= new Intl.PluralRules(tag);
          const form = forms[rules.select(count)] ?? forms.other ?? forms.many ?? '#';
          return form.replace('#', digits(count));
        },
        { forms },
      ),
    list: (names, others) => {
      if (names.length < 2) return names.join();
      lists ??= new Intl.ListFormat(tag);
      const rest = names.length - 2;
      return lists.format(rest > 1 ? [...names.slice(0, 2), others(rest)] : names);
    },
  };
}
