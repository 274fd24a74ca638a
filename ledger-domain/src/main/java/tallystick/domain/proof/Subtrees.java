package tallystick.domain.proof;

/** Where the hashes of complete subtrees are looked up. */
@FunctionalInterface
public interface Subtrees {

    /**
     * MTH(D[index·2^level : (index+1)·2^level]).
     *
     * @param level 0 for leaves
     * @param index of the subtree within its level
     * @throws ProofFormatException when it is not there
     */
    Hash at(int level, long index);
}
