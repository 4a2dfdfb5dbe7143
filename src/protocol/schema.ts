/**
 * Schemas that check untrusted JSON and drop unknown fields. Written here instead of using a library: the wire contract needs
 * nine kinds of schema, and valibot, which this replaced, took 2.4 kB (gzip) more.
 */

import { toJson } from './json.js';

/** Takes any value and returns the checked value without unknown fields; throws {@link Malformed} if it is invalid. */
export type Schema<T> = (value: unknown) => T;
/** The type that a schema returns. */
export type Infer<S> = S extends Schema<infer T> ? T : never;

/** The message is the path of the invalid field, never its content. */
export class Malformed extends Error {}

/** A frame or message of a type that this version does not know. `type` has at most 32 characters of `A-Z a-z 0-9 _ -`. */
export class UnknownType extends Malformed {
  constructor(readonly type: string) {
    super('type');
  }
}

const TYPE_NAME = /^[\w-]{1,32}$/;

/** The fields of an object, each with its schema. */
export type Shape = Record<string, Schema<unknown>>;
/** Objects by their `type`. */
export type Shapes = Record<string, Shape>;
type OptionalKeys<S extends Shape> = { [K in keyof S]: undefined extends Infer<S[K]> ? K : never }[keyof S];
/** The type of an object schema; optional fields may be absent. */
type Shaped<S extends Shape> = { [K in Exclude<keyof S, OptionalKeys<S>>]: Infer<S[K]> } & {
  [K in OptionalKeys<S>]?: Exclude<Infer<S[K]>, undefined>;
};
/** Flattens intersections, so that editors show the fields of a frame. */
type Plain<T> = { [K in keyof T]: T[K] };

function must<T>(good: boolean, value: unknown): T {
  if (!good) throw new Malformed();
  return value as T;
}

/** Whether a value matches the schema. */
export function isValid(schema: Schema<unknown>, value: unknown): boolean {
  try {
    schema(value);
    return true;
  } catch {
    return false;
  }
}

/** The largest whole number of the protocol: 2³¹−1. */
export const MAX_WHOLE = 2_147_483_647;

/** A whole number from 0 to {@link MAX_WHOLE}; −0 becomes 0. */
export const whole: Schema<number> = (value) =>
  must<number>(Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_WHOLE, value) +
  0;

/** Any value; the code that uses it must validate it. */
export const anything: Schema<unknown> = (value) => value;

export const bool: Schema<boolean> = (value) => must(typeof value === 'boolean', value);

const encoder = new TextEncoder();

/** Whether text takes at most `bytes` in UTF-8. A UTF-16 unit takes one to three of them, so most text need not be encoded. */
const fits = (text: string, bytes: number) =>
  text.length <= bytes && (text.length * 3 <= bytes || encoder.encode(text).length <= bytes);

/** Text of at most `bytes` of UTF-8 that matches `pattern`. */
export const text =
  (bytes: number, pattern = /^/): Schema<string> =>
  (value) =>
    must(typeof value === 'string' && fits(value, bytes) && pattern.test(value), value);

/** Base64url of `least` to `most` characters. */
export const base64urlText =
  (most: number, least = 0): Schema<string> =>
  (value) =>
    must(
      typeof value === 'string' && value.length <= most && value.length >= least && /^[\w-]*$/.test(value),
      value,
    );

/** Any JSON value of at most `bytes` of UTF-8. */
export const json =
  (bytes: number): Schema<unknown> =>
  (value) => {
    text(bytes)(toJson(value));
    return value;
  };

/** One of these words. */
export const oneOf =
  <const T extends string>(words: readonly T[]): Schema<T> =>
  (value) =>
    must(words.includes(value as T), value);

/** The field may be absent. */
export const optional =
  <T>(schema: Schema<T>): Schema<T | undefined> =>
  (value) =>
    value === undefined ? undefined : schema(value);

/** A list of at most `max` items. */
export const list =
  <T>(schema: Schema<T>, max: number): Schema<T[]> =>
  (value) =>
    must<unknown[]>(Array.isArray(value) && value.length <= max, value).map((item) => schema(item));

/** An object with these fields. */
export const object = <S extends Shape>(shape: S): Schema<Plain<Shaped<S>>> => {
  const entries = Object.entries(shape);
  return (value) => {
    const fields = must<Record<string, unknown>>(
      typeof value === 'object' && value !== null && !Array.isArray(value),
      value,
    );
    const clean: Record<string, unknown> = {};
    for (const [key, schema] of entries) {
      try {
        const field = schema(fields[key]);
        if (field !== undefined) clean[key] = field;
      } catch (cause) {
        throw new Malformed([key, (cause as Error).message].filter(Boolean).join('.'));
      }
    }
    return clean as Plain<Shaped<S>>;
  };
};

/** The object of each type. */
export type MessagesOf<M extends Shapes> = { [K in keyof M]: Plain<{ type: K } & Shaped<M[K]>> };
/** Any of these objects. */
export type VariantOf<M extends Shapes> = MessagesOf<M>[keyof M];

/** One of several objects, chosen by the field `type`. */
export const variant = <M extends Shapes>(shapes: M): Schema<VariantOf<M>> => {
  const schemas = new Map(
    Object.entries(shapes).map(([type, shape]) => [type, object({ type: oneOf([type]), ...shape })]),
  );
  return (value) => {
    const type = (value as { type?: unknown } | null)?.type;
    const schema = schemas.get(type as string);
    if (schema) return schema(value) as never;
    throw typeof type === 'string' && TYPE_NAME.test(type) ? new UnknownType(type) : new Malformed('type');
  };
};
