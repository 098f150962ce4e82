/** Version of the wire contract. Raised when a peer that speaks the old one could misread the new one. */
export const PROTOCOL_VERSION = "1";
