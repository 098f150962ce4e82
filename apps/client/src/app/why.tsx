export { WhyScreen as default } from "../features/why/why-screen";
