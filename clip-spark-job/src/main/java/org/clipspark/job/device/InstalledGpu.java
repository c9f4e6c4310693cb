package org.clipspark.job.device;

import java.util.ArrayList;
import java.util.List;

/**
 * A GPU of this machine.
 *
 * @param index number by the driver, from 0
 * @param uuid such as GPU-2f1c...
 * @param name of the product
 * @param driver version of the driver
 */
public record InstalledGpu(int index, String uuid, String name, String driver) {
    private static final int COLUMNS = 4;

    /** The command whose answer {@link #parse} reads. */
    public static List<String> query() {
        return List.of("nvidia-smi", "--query-gpu=index,uuid,name,driver_version", "--format=csv,noheader");
    }

    /** One GPU for each line that describes one. */
    public static List<InstalledGpu> parse(String answer) {
        List<InstalledGpu> gpus = new ArrayList<>();
        for (String line : answer.lines().toList()) {
            String[] columns = line.split(",", -1);
            if (columns.length == COLUMNS && columns[0].strip().matches("\\d{1,4}")) {
                gpus.add(new InstalledGpu(
                        Integer.parseInt(columns[0].strip()),
                        columns[1].strip(),
                        columns[2].strip(),
                        columns[3].strip()));
            }
        }
        return gpus;
    }
}
