export type { ParsedInput as Parsed } from "@pushpals/protocol";
