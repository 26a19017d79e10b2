"""What a torture came to, in lines for people."""


def lines(tally, seconds):
    def group(name):
        found = {key[1]: count for key, count in tally.items() if isinstance(key, tuple) and key[0] == name}
        return sorted(found.items(), key=lambda one: -one[1])

    def listed(name):
        return ", ".join(f"{what} {count:,}" for what, count in group(name)) or "none"

    kills = sum(count for _, count in group("kill"))
    vain = sum(count for _, count in group("vain"))
    yield (f"{tally['rounds']} rounds with {tally['records']:,} records, {tally['started']:,} processes started, "
           f"in {seconds / 60:.1f} minutes")
    yield (f"{kills:,} kills that count ({kills / max(seconds, 1) * 60:.0f} a minute): since the last one something was settled, "
           "and something was left")
    yield f"  by what the program was doing: {listed('kill')}"
    yield f"  by where it was hit: {listed('by')}"
    yield f"{vain:,} kills in vain: {listed('vain')}"
    yield f"faults: {listed('fault')}"
    yield f"  calls of the system met by them: {listed('call')}"
    yield f"  damage done, and how the program ended: {listed('damage')}"
    yield f"it ended: {listed('end')}"
    yield f"  refused with: {listed('refusal')}"
    yield f"it told: {listed('said')}"
