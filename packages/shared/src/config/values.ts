import { z } from "zod";

/** Kinds of values that several sections share. What each refuses, its message says. */
export const port = z.int().min(1).max(65_535);

export const span = (min: number, max: number) => z.int().min(min).max(max);

export const hostName = z.string().regex(/^[a-zA-Z0-9._:-]{1,253}$/, "a host name or an IP address");

export const urlOrEmpty = z
  .string()
  .refine(
    (value) => value === "" || isServiceUrl(value),
    "empty, or a URL like http://host:3001 (no slash at its end)",
  );

export const origin = z
  .string()
  .regex(/^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]+$/, "an origin such as https://pals.example:8443, without a path");

export const remoteName = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}$/, "a remote's name: letters, digits, dot, dash, underscore");

export const secret = z.string().max(10_000);

function isServiceUrl(value: string): boolean {
  return /^https?:\/\/[^\s]*[^\s/]$/.test(value) && URL.canParse(value);
}
