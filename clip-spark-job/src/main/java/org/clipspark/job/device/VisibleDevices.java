package org.clipspark.job.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The GPUs that CUDA shows this process, by {@code CUDA_VISIBLE_DEVICES}: it numbers them anew, in the order of the variable.
 */
public final class VisibleDevices {
    /** The variable. */
    public static final String VARIABLE = "CUDA_VISIBLE_DEVICES";

    private final boolean isAll;
    private final List<String> entries;

    private VisibleDevices(boolean isAll, List<String> entries) {
        this.isAll = isAll;
        this.entries = entries;
    }

    /** All GPUs of the machine: the variable is not set. */
    public static VisibleDevices all() {
        return new VisibleDevices(true, List.of());
    }

    /** Those that the variable lists; as in CUDA, what follows a number below 0 or an empty entry does not count. */
    public static VisibleDevices listed(String variable) {
        List<String> entries = new ArrayList<>();
        for (String entry : variable.split(",", -1)) {
            if (entry.isBlank() || entry.strip().startsWith("-")) {
                break;
            }
            entries.add(entry.strip());
        }
        return new VisibleDevices(false, entries);
    }

    /** What is listed; empty also where all are visible. */
    public List<String> entries() {
        return List.copyOf(entries);
    }

    /**
     * Number by which CUDA knows a GPU in this process.
     *
     * @param address index or UUID, as Spark's discovery script found it
     * @param installed asked only where indices and UUIDs have to be matched
     * @throws IllegalArgumentException if the GPU is none that this process sees
     */
    public int ordinal(String address, Supplier<List<InstalledGpu>> installed) {
        if (isAll) {
            return isIndex(address)
                    ? Integer.parseInt(address)
                    : find(address, installed.get())
                            .map(InstalledGpu::index)
                            .orElseThrow(() -> new IllegalArgumentException("Spark gave this task GPU '" + address
                                    + "', which is none of this machine's: check the discovery script"));
        }
        for (int i = 0; i < entries.size(); i++) {
            if (isSame(entries.get(i), address, installed)) {
                return i;
            }
        }
        throw new IllegalArgumentException("Spark gave this task GPU '" + address + "', but " + VARIABLE
                + " shows only " + entries + ": unset it, or let the discovery script find what it shows");
    }

    private static boolean isSame(String entry, String address, Supplier<List<InstalledGpu>> installed) {
        if (isIndex(entry) == isIndex(address)) {
            // CUDA takes the beginning of a UUID for the whole.
            return isIndex(entry)
                    ? Integer.parseInt(entry) == Integer.parseInt(address)
                    : address.startsWith(entry) || entry.startsWith(address);
        }
        List<InstalledGpu> gpus = installed.get();
        return find(entry, gpus).isPresent() && find(entry, gpus).equals(find(address, gpus));
    }

    private static Optional<InstalledGpu> find(String address, List<InstalledGpu> gpus) {
        return gpus.stream()
                .filter(gpu -> isIndex(address)
                        ? gpu.index() == Integer.parseInt(address)
                        : gpu.uuid().startsWith(address))
                .findFirst();
    }

    /** Entries that name no GPU of the machine. */
    public List<String> missing(List<InstalledGpu> gpus) {
        return entries.stream().filter(entry -> find(entry, gpus).isEmpty()).toList();
    }

    private static boolean isIndex(String text) {
        return text.matches("\\d{1,4}");
    }

    @Override
    public String toString() {
        return isAll ? "all" : Arrays.toString(entries.toArray());
    }
}
