import { Redirect } from "expo-router";
import { routes } from "../../lib/routes";

export const StartScreen = () => <Redirect href={routes.chats} />;
