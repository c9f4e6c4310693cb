package org.clipspark.model.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.clipspark.model.checkpoint.SafetensorsType;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.Shape;

/**
 * The tensors of a state_dict that {@code torch.save} wrote as a zip archive: the whole, or what is called {@code
 * state_dict} in it. Anything else in the archive is passed over.
 */
final class TorchArchive implements TensorSource {
    private static final int MAXIMUM_PICKLE_BYTES = 8 << 20;
    private static final int SLICE_BYTES = 1 << 20;
    private static final String PICKLE = "/data.pkl";
    private static final String REBUILD = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final Map<String, SafetensorsType> TYPES = Map.of(
            "torch.DoubleStorage", SafetensorsType.F64,
            "torch.FloatStorage", SafetensorsType.F32,
            "torch.HalfStorage", SafetensorsType.F16,
            "torch.BFloat16Storage", SafetensorsType.BF16,
            "torch.LongStorage", SafetensorsType.I64,
            "torch.IntStorage", SafetensorsType.I32,
            "torch.ShortStorage", SafetensorsType.I16,
            "torch.CharStorage", SafetensorsType.I8,
            "torch.ByteStorage", SafetensorsType.U8,
            "torch.BoolStorage", SafetensorsType.BOOL);

    private final Path file;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private record Tensor(String entry, SafetensorsType type, long first, Shape shape) {}

    private TorchArchive(Path file) throws IOException {
        this.file = file;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            String pickle = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                    .findFirst()
                    .orElseThrow(() -> new IOException("it has no " + PICKLE.substring(1)));
            String folder = pickle.substring(0, pickle.length() - PICKLE.length() + 1);
            checkByteOrder(zip, folder);
            Object root = PickleReader.read(content(zip, pickle, MAXIMUM_PICKLE_BYTES));
            collect(stateDict(root), folder);
            for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
                checkPlace(zip, tensor.getKey(), tensor.getValue());
            }
        }
    }

    /** Opens an archive and finds its tensors. */
    static TorchArchive open(Path file) {
        try {
            return new TorchArchive(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static byte[] content(ZipFile zip, String name, int most) throws IOException {
        try (InputStream in = stream(zip, name)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new IOException(name + " has more than " + most + " bytes");
            }
            return bytes;
        }
    }

    private static InputStream stream(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("it has no entry " + name);
        }
        return zip.getInputStream(entry);
    }

    private static void checkByteOrder(ZipFile zip, String folder) throws IOException {
        String name = folder + "byteorder";
        if (zip.getEntry(name) != null) {
            String order = new String(content(zip, name, 16), StandardCharsets.US_ASCII);
            if (!order.equals("little")) {
                throw new IOException("its byte order is '" + order + "', expected 'little'");
            }
        }
    }

    private static Map<?, ?> stateDict(Object root) throws IOException {
        if (!(root instanceof Map<?, ?> map)) {
            throw new IOException("it holds no state_dict");
        }
        return map.get("state_dict") instanceof Map<?, ?> inner ? inner : map;
    }

    private void collect(Map<?, ?> values, String folder) throws IOException {
        for (Map.Entry<?, ?> value : values.entrySet()) {
            if (value.getKey() instanceof String name) {
                Optional<Tensor> tensor = tensor(name, value.getValue(), folder);
                tensor.ifPresent(found -> tensors.put(name, found));
            }
        }
    }

    private static Optional<Tensor> tensor(String name, Object value, String folder) throws IOException {
        Object rebuilt = value instanceof PickleReader.Call call
                        && call.function().equals(PARAMETER)
                        && !call.arguments().isEmpty()
                ? call.arguments().get(0)
                : value;
        if (!(rebuilt instanceof PickleReader.Call call) || !call.function().equals(REBUILD)) {
            return Optional.empty();
        }
        List<Object> arguments = call.arguments();
        if (arguments.size() < 4
                || !(arguments.get(0) instanceof PickleReader.Outside outside)
                || !(outside.id() instanceof List<?> storage)
                || storage.size() < 3
                || !(storage.get(1) instanceof PickleReader.Name type)
                || !(storage.get(2) instanceof String key)
                || !(arguments.get(1) instanceof Long first)
                || !TYPES.containsKey(type.name())) {
            throw new IOException("'" + name + "' is no tensor of a kind that is known");
        }
        Shape shape = shape(name, arguments.get(2));
        checkOrder(name, shape, arguments.get(3));
        return Optional.of(new Tensor(folder + "data/" + key, TYPES.get(type.name()), first, shape));
    }

    private static Shape shape(String name, Object sizes) throws IOException {
        try {
            return Shape.of(numbers(name, sizes));
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + name + "' has an impossible shape", e);
        }
    }

    private static long[] numbers(String name, Object list) throws IOException {
        if (!(list instanceof List<?> items) || !items.stream().allMatch(Long.class::isInstance)) {
            throw new IOException("'" + name + "' has no shape of integers");
        }
        return items.stream().mapToLong(item -> (Long) item).toArray();
    }

    private static void checkOrder(String name, Shape shape, Object list) throws IOException {
        long[] strides = numbers(name, list);
        long step = 1;
        boolean isRowMajor = strides.length == shape.rank();
        for (int axis = shape.rank() - 1; axis >= 0 && isRowMajor; axis--) {
            isRowMajor = shape.dimension(axis) <= 1 || strides[axis] == step;
            step *= shape.dimension(axis);
        }
        if (!isRowMajor) {
            throw new IOException("'" + name + "' is a view whose elements are not in row order");
        }
    }

    private static void checkPlace(ZipFile zip, String name, Tensor tensor) throws IOException {
        ZipEntry entry = zip.getEntry(tensor.entry());
        long elements = entry == null ? -1 : entry.getSize() / tensor.type().bytes();
        if (tensor.first() < 0 || tensor.shape().size() > elements - tensor.first()) {
            throw new IOException("'" + name + "' of shape " + tensor.shape() + " lies outside its data");
        }
        if (entry != null && entry.getMethod() != ZipEntry.STORED) {
            throw new IOException("the data of '" + name + "' are compressed, which PyTorch never does");
        }
    }

    @Override
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return Collections.unmodifiableMap(shapes);
    }

    @Override
    public void read(Map<String, FloatVector> targets) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Map.Entry<String, FloatVector> target : targets.entrySet()) {
                Tensor tensor = tensors.get(target.getKey());
                if (tensor == null || tensor.shape().size() != target.getValue().size()) {
                    throw new IllegalArgumentException("No tensor '" + target.getKey() + "' of "
                            + target.getValue().size() + " elements in " + file);
                }
                read(zip, tensor, target.getValue());
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void read(ZipFile zip, Tensor tensor, FloatVector target) throws IOException {
        int width = tensor.type().bytes();
        byte[] bytes = new byte[(int) Math.min(SLICE_BYTES, target.size() * width)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.length / width];
        try (InputStream in = stream(zip, tensor.entry())) {
            in.skipNBytes(tensor.first() * width);
            for (long done = 0; done < target.size(); done += values.length) {
                int count = (int) Math.min(values.length, target.size() - done);
                if (in.readNBytes(bytes, 0, count * width) < count * width) {
                    throw new IOException(tensor.entry() + " is cut off");
                }
                for (int i = 0; i < count; i++) {
                    values[i] = (float) tensor.type().number(buffer, i * width);
                }
                target.write(done, values, 0, count);
            }
        }
    }

    private static UncheckedIOException unreadable(Path file, IOException cause) {
        String reason = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return new UncheckedIOException("Cannot read " + file + ": " + reason, cause);
    }
}
