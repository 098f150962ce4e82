/** A Push Pals server that this device knows. */
export interface Server {
  id: string;
  /** What a person calls it. */
  name: string;
  baseUrl: string;
}
