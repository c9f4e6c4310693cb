package org.clipspark.prep.npy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Sorted uids as DataComp's subset files keep them: a {@code .npy} array of pairs of unsigned 64-bit integers
 * ({@code u8,u8}), the first and the second half of a uid's 32 hexadecimal digits.
 */
public final class UidList implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Entries that fit into memory with some sense: 1 GiB. */
    static final int MOST_UIDS = 1 << 26;

    private static final Pattern UID = Pattern.compile("[0-9a-fA-F]{32}");

    private final long[] upper;
    private final long[] lower;

    private UidList(long[] upper, long[] lower) {
        this.upper = upper;
        this.lower = lower;
    }

    /**
     * Reads a subset file.
     *
     * @throws IllegalArgumentException if the file holds anything else, more than 2^26 uids, or uids out of order
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static UidList load(Path file, Configuration hadoop) {
        return NpyFile.read(file, hadoop, UidList::read);
    }

    private static UidList read(NpyHeader header, DataInputStream in) throws IOException {
        if (!UidFile.TYPE.matcher(header.type()).matches() || header.shape().size() != 1) {
            throw new IllegalArgumentException("expected a list of [('f0', '<u8'), ('f1', '<u8')], got " + header.type()
                    + " of shape " + header.shape());
        }
        long count = header.shape().get(0);
        if (count > MOST_UIDS) {
            throw new IllegalArgumentException("expected at most " + MOST_UIDS + " uids, got " + count);
        }
        UidList uids = new UidList(new long[(int) count], new long[(int) count]);
        for (int i = 0; i < count; i++) {
            uids.upper[i] = Long.reverseBytes(in.readLong());
            uids.lower[i] = Long.reverseBytes(in.readLong());
            if (i > 0 && uids.compare(i - 1, uids.upper[i], uids.lower[i]) > 0) {
                throw new IllegalArgumentException("uid " + i
                        + " is smaller than the one before it; expected them sorted," + " as numpy.sort leaves them");
            }
        }
        return uids;
    }

    /** Number of uids, repeated ones included. */
    public int size() {
        return upper.length;
    }

    /** Number of different uids. */
    public int distinct() {
        int distinct = 0;
        for (int i = 0; i < upper.length; i++) {
            distinct += i == 0 || compare(i - 1, upper[i], lower[i]) != 0 ? 1 : 0;
        }
        return distinct;
    }

    /** Whether a uid, 32 hexadecimal digits in either case, is in the list; false for other text. */
    public boolean contains(String uid) {
        Optional<String> digits = normalised(uid);
        if (digits.isEmpty()) {
            return false;
        }
        long first = Long.parseUnsignedLong(digits.get().substring(0, 16), 16);
        long second = Long.parseUnsignedLong(digits.get().substring(16), 16);
        int from = 0;
        int to = upper.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = compare(middle, first, second);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return false;
    }

    /** A uid in lower case, or nothing if the text is none. */
    static Optional<String> normalised(String uid) {
        return UID.matcher(uid).matches() ? Optional.of(uid.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private int compare(int index, long first, long second) {
        int byFirst = Long.compareUnsigned(upper[index], first);
        return byFirst != 0 ? byFirst : Long.compareUnsigned(lower[index], second);
    }
}
