package org.clipspark.job.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One image with its captions, as stored. */
public final class Sample {
    private final long row;
    private final int use;
    private final String key;
    private final byte[] image;
    private final List<String> captions;
    private final OptionalInt label;
    private final Optional<String> className;
    private final boolean isErased;
    private final Map<String, String> columns;

    private Sample(Sample stored, int use) {
        this.row = stored.row;
        this.use = use;
        this.key = stored.key;
        this.image = stored.image;
        this.captions = stored.captions;
        this.label = stored.label;
        this.className = stored.className;
        this.isErased = stored.isErased;
        this.columns = stored.columns;
    }

    private Sample(long row) {
        this.row = row;
        this.use = 0;
        this.key = "";
        this.image = new byte[0];
        this.captions = List.of();
        this.label = OptionalInt.empty();
        this.className = Optional.empty();
        this.isErased = true;
        this.columns = Map.of();
    }

    /** The place of a row that is erased: nothing of the row but its number. */
    static Sample erased(long row) {
        return new Sample(row);
    }

    /** The first use of a row. */
    Sample(
            long row,
            String key,
            byte[] image,
            List<String> captions,
            OptionalInt label,
            Optional<String> className,
            Map<String, String> columns) {
        this.row = row;
        this.use = 0;
        this.key = key;
        this.image = image;
        this.captions = captions;
        this.label = label;
        this.className = className;
        this.isErased = false;
        this.columns = Map.copyOf(columns);
    }

    /** The same row at another of its uses in an epoch. */
    Sample use(int number) {
        return number == use ? this : new Sample(this, number);
    }

    /** Number of the row within its split, from 0, in the order of the sources and their manifests. */
    public long row() {
        return row;
    }

    /** Which of the row's uses in an epoch it is; the first one is 0 where every row is used once. */
    int use() {
        return use;
    }

    /** Whether this is only the place of a row that must reach no batch. */
    boolean isErased() {
        return isErased;
    }

    /** Unique name within the data set. */
    public String key() {
        return key;
    }

    /** The encoded image; not a copy. */
    public byte[] image() {
        return image;
    }

    /** All captions; at least one. */
    public List<String> captions() {
        return captions;
    }

    /** Number of the class, from 0, where the data set has classes. */
    public OptionalInt label() {
        return label;
    }

    /** Name of the class, where the data set has classes. */
    public Optional<String> className() {
        return className;
    }

    /** Further columns that were asked for, as text; whatever is unknown is absent. */
    public Map<String, String> columns() {
        return columns;
    }
}
