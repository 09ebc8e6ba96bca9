const table = `+1 👍|thumbsup 👍|-1 👎|alarm_clock ⏰|ambulance 🚑|arrow_right ➡️|arrows_counterclockwise 🔄|bar_chart 📊
beach_with_umbrella 🏖️|bell 🔔|black_small_square ▪️|blue_book 📘|book 📖|books 📚|bulb 💡
busts_in_silhouette 👥|calendar 📆|chart_with_upwards_trend 📈|christmas_tree 🎄|clock9 🕘|construction 🚧
date 📅|desert_island 🏝️|eyes 👀|fire 🔥|gift 🎁|green_book 📗|hammer_and_wrench 🛠️|handshake 🤝|heart ❤️
heavy_check_mark ✔️|hourglass ⌛|hourglass_flowing_sand ⏳|information_source ℹ️|key 🔑|large_blue_circle 🔵
large_green_circle 🟢|large_yellow_circle 🟡|link 🔗|lock 🔒|loudspeaker 📢|mag 🔍|mega 📣|memo 📝|moneybag 💰
no_bell 🔕|no_entry ⛔|notebook 📓|ok_hand 👌|orange_book 📙|page_facing_up 📄|palm_tree 🌴|pencil 📝|pencil2 ✏️
phone ☎️|point_right 👉|pray 🙏|pushpin 📌|question ❓|raised_hands 🙌|red_circle 🔴|repeat 🔁|rotating_light 🚨
runner 🏃|scales ⚖️|seedling 🌱|shield 🛡️|sleeping 😴|slightly_smiling_face 🙂|smile 😄|sos 🆘|sparkles ✨
spiral_calendar_pad 🗓️|speech_balloon 💬|star ⭐|stopwatch ⏱️|tada 🎉|telephone_receiver 📞|thinking_face 🤔
thread 🧵|ticket 🎫|warning ⚠️|wave 👋|white_check_mark ✅|white_circle ⚪|wrench 🔧|x ❌|zap ⚡|zzz 💤`;

const codes = new Map(table.split(/[|\n]/).map((entry) => entry.split(' ') as [string, string]));

/** The character of a short code such as "warning", or nothing: unknown codes stay text. */
export const emoji = (name: string): string | undefined => codes.get(name);
