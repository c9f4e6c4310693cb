package org.clipspark.model.checkpoint;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Shape;

/**
 * Named tensors in the safetensors format. The header is read and checked when the file is opened, the data when they
 * are asked for, in slices.
 */
public final class SafetensorsFile {
    private static final int SLICE_BYTES = 1 << 20;

    private final String location;
    private final Source source;
    private final SafetensorsHeader header;

    private SafetensorsFile(String location, Source source, SafetensorsHeader header) {
        this.location = location;
        this.source = source;
        this.header = header;
    }

    /**
     * One tensor.
     *
     * @param name its name
     * @param type its element type
     * @param shape its dimensions
     * @param begin first byte, counted from the end of the header
     */
    public record Entry(String name, SafetensorsType type, Shape shape, long begin) {
        /** Bytes that it takes. */
        public long byteSize() {
            return shape.size() * type.bytes();
        }
    }

    /** Opens the bytes of a file from its start. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** Takes the bytes of one slice of a tensor; {@code first} is the index of its first element. */
    private interface Slice {
        void accept(ByteBuffer bytes, long first, int count);
    }

    /**
     * Opens a file.
     *
     * @throws UncheckedIOException if it cannot be read or is damaged
     */
    public static SafetensorsFile open(Path file) {
        try {
            return open(file.toString(), () -> Files.newInputStream(file), Files.size(file));
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    /** Opens a file of a given length that is read through {@code source}. */
    static SafetensorsFile open(String location, Source source, long length) {
        try (InputStream in = source.open()) {
            return new SafetensorsFile(location, source, SafetensorsHeader.read(in, length));
        } catch (IOException e) {
            throw unreadable(location, e);
        }
    }

    /** What to call the file in messages: its path or address. */
    public String location() {
        return location;
    }

    /** All tensors, in the order in which they lie in the file. */
    public List<Entry> entries() {
        return List.copyOf(header.entries().values());
    }

    /** The tensor of that name, if there is one. */
    public Optional<Entry> find(String name) {
        return Optional.ofNullable(header.entries().get(name));
    }

    /** Free-form strings of the file. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * Reads several tensors in one pass, converting to single precision.
     *
     * @param targets where to, by name; sizes equal to the tensors'
     * @throws IllegalArgumentException if a name is not in the file or a size differs
     * @throws UncheckedIOException if the data cannot be read
     */
    public void read(Map<String, FloatVector> targets) {
        targets.forEach((name, target) -> {
            if (entry(name).shape().size() != target.size()) {
                throw new IllegalArgumentException("Tensor '" + name + "' of " + location + " has "
                        + entry(name).shape().size() + " elements, room is for " + target.size());
            }
        });
        try (InputStream in = source.open()) {
            in.skipNBytes(header.dataStart());
            for (Entry entry : header.entries().values()) {
                FloatVector target = targets.get(entry.name());
                if (target == null) {
                    in.skipNBytes(entry.byteSize());
                } else {
                    readSlices(in, entry, floatsTo(target, entry));
                }
            }
        } catch (IOException e) {
            throw unreadable(location, e);
        }
    }

    /**
     * Figures of every tensor, in one pass over the file.
     *
     * @throws UncheckedIOException if the data cannot be read
     */
    public List<TensorSummary> summaries() {
        List<TensorSummary> summaries = new ArrayList<>();
        try (InputStream in = source.open()) {
            in.skipNBytes(header.dataStart());
            for (Entry entry : header.entries().values()) {
                TensorSummary.Builder summary = new TensorSummary.Builder(entry);
                readSlices(in, entry, (bytes, first, count) -> summary.add(bytes, count));
                summaries.add(summary.build());
            }
        } catch (IOException e) {
            throw unreadable(location, e);
        }
        return summaries;
    }

    /** Copies the file byte by byte. */
    public void copyTo(OutputStream out) throws IOException {
        try (InputStream in = source.open()) {
            in.transferTo(out);
        }
    }

    /** Elements of a tensor in single precision, {@code [size]}; errors as in {@link #read}. */
    public float[] floats(String name) {
        float[] values = new float[arraySize(name)];
        read(Map.of(name, FloatVector.of(values)));
        return values;
    }

    /** Elements of a tensor in double precision, {@code [size]}; errors as in {@link #read}. */
    public double[] doubles(String name) {
        double[] values = new double[arraySize(name)];
        SafetensorsType type = entry(name).type();
        readOne(name, (bytes, first, count) -> {
            for (int i = 0; i < count; i++) {
                values[(int) first + i] = type.number(bytes, i * type.bytes());
            }
        });
        return values;
    }

    /**
     * Elements of a tensor of integers, {@code [size]}; other errors as in {@link #read}.
     *
     * @throws IllegalArgumentException if its type is a floating one
     */
    public long[] longs(String name) {
        SafetensorsType type = entry(name).type();
        if (type.isFloating()) {
            throw new IllegalArgumentException(
                    "Tensor '" + name + "' of " + location + " is of type " + type + ", expected integers");
        }
        long[] values = new long[arraySize(name)];
        readOne(name, (bytes, first, count) -> {
            for (int i = 0; i < count; i++) {
                values[(int) first + i] = type.integer(bytes, i * type.bytes());
            }
        });
        return values;
    }

    /**
     * Writes one tensor per parameter, so that the file appears whole or not at all.
     *
     * @param values {@code [layout.size()]}
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(Path file, ParameterLayout layout, FloatVector values) {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                SafetensorsWriter.write(out, layout, Map.of("", values));
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(file, e);
        } finally {
            discard(part);
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    private static UncheckedIOException unwritable(Path file, IOException cause) {
        String reason = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return new UncheckedIOException("Cannot write " + file + ": " + reason, cause);
    }

    private Entry entry(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("No tensor '" + name + "' in " + location));
    }

    private int arraySize(String name) {
        long size = entry(name).shape().size();
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "Tensor '" + name + "' of " + location + " has " + size + " elements, too many for one array");
        }
        return (int) size;
    }

    private void readOne(String name, Slice slice) {
        try (InputStream in = source.open()) {
            in.skipNBytes(header.dataStart() + entry(name).begin());
            readSlices(in, entry(name), slice);
        } catch (IOException e) {
            throw unreadable(location, e);
        }
    }

    private static Slice floatsTo(FloatVector target, Entry entry) {
        SafetensorsType type = entry.type();
        float[] values = new float
                [(int) Math.min(SLICE_BYTES / type.bytes(), entry.shape().size())];
        return (bytes, first, count) -> {
            for (int i = 0; i < count; i++) {
                values[i] = (float) type.number(bytes, i * type.bytes());
            }
            target.write(first, values, 0, count);
        };
    }

    private static void readSlices(InputStream in, Entry entry, Slice slice) throws IOException {
        byte[] bytes = new byte[(int) Math.min(SLICE_BYTES, entry.byteSize())];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int width = entry.type().bytes();
        long done = 0;
        while (done < entry.byteSize()) {
            int count = (int) Math.min(bytes.length, entry.byteSize() - done);
            if (in.readNBytes(bytes, 0, count) < count) {
                throw new EOFException("'" + entry.name() + "' is cut off");
            }
            slice.accept(buffer, done / width, count / width);
            done += count;
        }
    }

    private static UncheckedIOException unreadable(String location, IOException cause) {
        String reason = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return new UncheckedIOException("Cannot read " + location + ": " + reason, cause);
    }
}
