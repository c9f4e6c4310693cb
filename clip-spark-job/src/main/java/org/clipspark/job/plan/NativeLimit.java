package org.clipspark.job.plan;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resident memory of a process, Java heap included, at which JavaCPP refuses to allocate: 4 times the heap unless options
 * of the Java virtual machine say otherwise. Tensors count towards it.
 */
public final class NativeLimit {
    /** The option that sets it. */
    public static final String OPTION = "org.bytedeco.javacpp.maxPhysicalBytes";

    private static final String TRACKED_OPTION = "org.bytedeco.javacpp.maxBytes";
    private static final int HEAPS_BESIDE_TRACKED = 3;
    private static final String UNITS = "kmgt";
    private static final int UNIT_BITS = 10;

    private NativeLimit() {}

    /**
     * The limit of a process.
     *
     * @param heapBytes its largest Java heap
     * @param javaOptions such as {@code -Dorg.bytedeco.javacpp.maxPhysicalBytes=8g}
     * @return bytes, {@link Long#MAX_VALUE} for none
     */
    public static long bytes(long heapBytes, String javaOptions) {
        long tracked = option(javaOptions, TRACKED_OPTION)
                .map(value -> parse(value, heapBytes))
                .orElse(heapBytes);
        long byDefault = tracked > 0 ? tracked + HEAPS_BESIDE_TRACKED * heapBytes : 0;
        long limit = option(javaOptions, OPTION)
                .map(value -> parse(value, heapBytes))
                .orElse(byDefault);
        return limit > 0 ? limit : Long.MAX_VALUE;
    }

    private static Optional<String> option(String javaOptions, String name) {
        // JavaCPP knows both spellings.
        Matcher option = Pattern.compile("(?i)(?:^|\\s)-D" + Pattern.quote(name) + "=(\\S+)")
                .matcher(javaOptions);
        Optional<String> last = Optional.empty();
        while (option.find()) {
            last = Optional.of(option.group(1));
        }
        return last;
    }

    private static long parse(String value, long relativeTo) {
        Matcher parts = Pattern.compile("(\\d{1,12})\\s*([kmgt%]?)b?").matcher(value.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not a size: '" + value + "' (expected bytes, or such as 512m or 8g)");
        }
        long number = Long.parseLong(parts.group(1));
        if (parts.group(2).equals("%")) {
            return relativeTo / 100 * number;
        }
        return parts.group(2).isEmpty() ? number : number << (UNIT_BITS * (UNITS.indexOf(parts.group(2)) + 1));
    }
}
