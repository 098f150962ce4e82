export { PairScreen as default } from "../features/pair/pair-screen";
