import type { ScannerProps } from "./scanner";

/** A browser has its server's address already; a phone's own camera opens the link. */
export const canScan = false as boolean;

export const Scanner = (_props: ScannerProps) => null;
