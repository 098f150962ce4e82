import { create } from "zustand";
import { type Connection, type Input, next, type Situation, START } from "./state";

const useSituation = create<Situation>(() => START);

export const useConnection = (): Connection => useSituation((situation) => situation.connection);
export const connectionNow = (): Connection => useSituation.getState().connection;
export const tell = (input: Input): void => useSituation.setState(next(useSituation.getState(), input), true);
