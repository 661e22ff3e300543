//! A Merkle tree over the heads of all chains, hashed as RFC 6962 does: whoever holds one leaf and a short path can see for
//! themselves that it is under the published root, and the leaves tell nothing of anybody else.

use sha2::{Digest, Sha256};

/// A SHA-256.
pub type Hash = [u8; 32];

/// The hash of a leaf's data. Its first byte keeps a leaf from ever passing for a node.
pub fn leaf(data: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(data).finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root over leaves in this order; the hash of nothing where there are none.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [only] => *only,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node(&root(left), &root(right))
        }
    }
}

/// What has to be hashed with the leaf at `index` to come to the root, from the leaf up; none where there is no such leaf.
pub fn path(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    (index < leaves.len()).then(|| {
        let mut path = vec![];
        climb(leaves, index, &mut path);
        path
    })
}

fn climb(leaves: &[Hash], index: usize, path: &mut Vec<Hash>) {
    if leaves.len() < 2 {
        return;
    }
    let at = split(leaves.len());
    let (left, right) = leaves.split_at(at);
    if index < at {
        climb(left, index, path);
        path.push(root(right));
    } else {
        climb(right, index - at, path);
        path.push(root(left));
    }
}

/// The root to which a leaf and its path lead (RFC 9162, 2.1.3.2); none where the path does not fit the size.
pub fn root_of(leaf: Hash, (index, size): (usize, usize), path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, leaf);
    for other in path {
        if last == 0 {
            return None;
        }
        if at % 2 == 1 || at == last {
            hash = node(other, &hash);
            while at % 2 == 0 && at != 0 {
                (at, last) = (at / 2, last / 2);
            }
        } else {
            hash = node(&hash, other);
        }
        (at, last) = (at / 2, last / 2);
    }
    (last == 0).then_some(hash)
}

/// The largest power of two below `n`, for `n` above one.
const fn split(n: usize) -> usize {
    1 << (n - 1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex::hex;
    use proptest::prelude::*;

    /// The tree of RFC 6962's own test data, as certificate-transparency-go has it.
    #[test]
    fn it_is_the_tree_of_the_standard() {
        let data: [&[u8]; 8] = [
            &[],
            &[0x00],
            &[0x10],
            &[0x20, 0x21],
            &[0x30, 0x31],
            &[0x40, 0x41, 0x42, 0x43],
            &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
            &[0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
        ];
        let leaves = data.map(leaf);
        assert_eq!(hex(&root(&[])), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hex(&root(&leaves[..1])), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assert_eq!(hex(&root(&leaves[..2])), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
        assert_eq!(hex(&root(&leaves[..3])), "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
        assert_eq!(hex(&root(&leaves)), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    proptest! {
        #[test]
        fn every_leaf_leads_to_the_root_and_no_other_does(size in 1_usize..70, wrong in any::<u8>()) {
            let leaves: Vec<Hash> = (0..size).map(|n| leaf(&n.to_be_bytes())).collect();
            let root = root(&leaves);
            for index in 0..size {
                let path = path(&leaves, index).expect("a leaf");
                prop_assert_eq!(root_of(leaves[index], (index, size), &path), Some(root));
                prop_assert_ne!(root_of(leaf(b"another"), (index, size), &path), Some(root));
                if index + 1 < size {
                    prop_assert_ne!(root_of(leaves[index], (index + 1, size), &path), Some(root));
                }
                if let Some(at) = (!path.is_empty()).then(|| usize::from(wrong) % path.len()) {
                    let mut bent = path.clone();
                    bent[at][0] ^= 1;
                    prop_assert_ne!(root_of(leaves[index], (index, size), &bent), Some(root));
                    prop_assert_ne!(root_of(leaves[index], (index, size), &path[1..]), Some(root));
                }
            }
            prop_assert_eq!(path(&leaves, size), None);
        }
    }
}
