export { MissionControlScreen as default } from "../features/mission-control/mission-control-screen";
