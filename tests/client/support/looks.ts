/** How a screen is looked at: the size of its window, and the colours that the system asks for. */
export interface Look {
  name: string;
  width: number;
  height: number;
  scheme: "light" | "dark";
  /** A window that is narrow enough for the bottom tabs. */
  phone: boolean;
}

const look = (width: number, height: number, scheme: Look["scheme"]): Look => ({
  name: `${width}-${scheme}`,
  width,
  height,
  scheme,
  phone: width < 900,
});

export const PHONE = look(390, 844, "light");
export const DESK = look(1440, 900, "light");

/** Every screen is shown, photographed and checked in each of them. */
export const LOOKS: readonly Look[] = [PHONE, look(390, 844, "dark"), DESK, look(1440, 900, "dark")];
