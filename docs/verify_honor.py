"""python3 verify_honor.py EXPORT [KEPT]: checks an honor ledger (`popcorn honor export`, or one's own from /my/honor/ledger.json) with nothing
of Popcorn's: chains of hashes, the Merkle tree (RFC 6962) of the signed checkpoint; with a /honor/checkpoint.json KEPT from any day, that the
past is still the one it had. Names the first row that is not right. Signatures are checked where the package `cryptography` is installed."""
import hashlib, json, sys
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def node(left, right): return sha(b"\x01", left, right)
def need(right, where, what): return right or sys.exit(f"BAD {where}: {what}")
def half(size): return 1 << (size - 1).bit_length() - 1
def root(leaves): return node(root(leaves[:half(len(leaves))]), root(leaves[half(len(leaves)):])) if len(leaves) > 1 else b"".join(leaves)
def climb(leaf, at, size, path):
    if size == 1 or not path: return leaf if (at, size, path) == (0, 1, []) else b""
    left, other = half(size), bytes.fromhex(path[-1])
    return node(climb(leaf, at, left, path[:-1]), other) if at < left else node(other, climb(leaf, at - left, size - left, path[:-1]))

def chain(member, entries):
    """The leaf after each entry; stops at the first entry that is not right."""
    head, total, points, leaves, dated = bytes(32), 0, {}, [b""], False
    for n, e in enumerate(entries, 1):
        where, dated = f"member {member} entry {n}", dated or e["day"] is not None
        fields = "id member seq points cause event by corrects at day version reason_hash".split()[:12 if dated else 9]
        text = "".join("-\n" if value is None else f"{value}\n" for value in map({**e, "member": member}.get, fields))
        head = sha(head, f"popcorn honor {2 if dated else 1}\n{text}".encode())
        need(e["seq"] == n and e["hash"] == head.hex(), where, "one is missing, or its hash does not follow from its fields and the entry before")
        need(not dated or e["reason"] is None or e["reason_hash"] == sha(f"{e['id']}\n{e['reason']}".encode()).hex(), where, "its reason was changed")
        total, points[e["id"]] = total + e["points"], e["points"]
        need(e["total"] == total, where, f"its total should be {total}")
        need(e["corrects"] is None or points.get(e["corrects"]) == -e["points"], where, "it takes back what was not given")
        leaves.append(sha(b"\x00", f"popcorn head 1\n{member}\n{n}\n{head.hex()}\n".encode()))
    return leaves

def attest(at, c, leaves):
    need(leaves is False or root([bytes.fromhex(leaf) for leaf in leaves]).hex() == c["root"], at, "another root")
    words = "popcorn checkpoint 1\n{site}\n{number}\n{size}\n{root}\n{before}\n{taken_at}\n".format(**c).encode()
    try: from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey as Key
    except ImportError: return "signature not checked (install the package cryptography)"
    try: return Key.from_public_bytes(bytes.fromhex(c["public"])).verify(bytes.fromhex(c["signature"]), words) or "signed by the key " + c["public"]
    except Exception: need(False, at, "the signature does not fit")

def main(export, kept=None):
    point, chains, said = export["checkpoint"], {c["member"]: chain(c["member"], c["entries"]) for c in export["chains"]}, ["no checkpoint yet"]
    need(len(chains) == len(export["chains"]), "export", "a member is in it twice")
    under = sorted(((c["member"], c["leaf"]) for c in export["chains"] if point and c["leaf"]), key=lambda one: one[1]["index"])
    whole, at = len(chains) > 1 or any(leaf["path"] is None for _, leaf in under), point and f"checkpoint {point['number']}"
    for member, leaf in under:
        where, n = f"member {member} entry {leaf['entries']}", leaf["entries"]
        need(0 < n < len(chains[member]) and chains[member][n].hex() == leaf["hash"], where, f"it is missing, or not the one under {at}")
        need(whole or climb(chains[member][n], leaf["index"], point["size"], leaf["path"] or []).hex() == point["root"], where, f"not under the root of {at}")
    if point:
        need(not whole or [leaf["index"] for _, leaf in under] == list(range(point["size"])), at, f"its {point['size']} chains are not here, each once")
        said = [f"{sum(leaf['entries'] for _, leaf in under)} of them under {at}", attest(at, point, whole and [leaf["hash"] for _, leaf in under])]
    if kept:
        then, had, at = kept["checkpoint"], set(kept["leaves"]), f"the kept checkpoint {kept['checkpoint']['number']}"
        said += [f"the past fits {at}", attest(at, then, kept["leaves"])]
        need(point and (point == then or point["number"] > then["number"]), at, "the export is older, or has another of this number")
        here = {leaf.hex(): m for m, all in chains.items() for leaf in all[1:]}
        need(not whole or had <= here.keys(), at, "a chain of it is not here: it was written anew, or taken out")
        old = {c["member"] for c in export["chains"] if c["entries"] and c["entries"][0]["at"] < then["taken_at"] - 60_000}
        for m in sorted(old - {here[leaf] for leaf in had & here.keys()}): need(False, f"member {m} entry 1", f"{at} has another past")
    print(f"GOOD {sum(len(c) - 1 for c in chains.values())} entries in {len(chains)} chains; {'; '.join(said)}")
main(*(json.load(open(name)) for name in sys.argv[1:3]))
