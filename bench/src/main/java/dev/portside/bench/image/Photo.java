package dev.portside.bench.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A image that costs a decoder what a photo does: slow changes, edges, and noise. The same one each time. */
final class Photo {

    private static final int DISCS = 60;
    private static final float QUALITY = 0.9f;
    private static final double NOISE = 4;

    private final int width;
    private final int height;
    private final SplittableRandom random = new SplittableRandom(7);

    private Photo(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Returns its path in a folder, made if need be; a JPEG of quality 90. */
    static Path in(Path folder, int width, int height) {
        Path file = folder.resolve("photo-" + width + "x" + height + ".jpg");
        if (!Files.exists(file)) {
            System.out.println("Making a image of " + width + " × " + height + " pixels ...");
            write(new Photo(width, height).image(), file);
        }
        return file;
    }

    private BufferedImage image() {
        int[] pixels = new int[width * height];
        double[][] light = new double[3][pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            double x = i % width;
            int row = i / width;
            double y = row;
            light[0][i] = 90 + 90 * x / width + 15 * Math.sin(x * 0.013 + y * 0.007);
            light[1][i] = 100 + 80 * y / height + 10 * Math.cos(y * 0.021);
            light[2][i] = 130 - 60 * x / width + 12 * Math.sin((x + y) * 0.031);
        }
        for (int disc = 0; disc < DISCS; disc++) {
            disc(light);
        }
        for (int i = 0; i < pixels.length; i++) {
            double noise = random.nextGaussian() * NOISE;
            pixels[i] =
                    sample(light[0][i] + noise) << 16 | sample(light[1][i] + noise) << 8 | sample(light[2][i] + noise);
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        return image;
    }

    private void disc(double[][] light) {
        int radius = 50 + random.nextInt(width / 6);
        int middleX = random.nextInt(width);
        int middleY = random.nextInt(height);
        double[] more = {random.nextInt(-50, 50), random.nextInt(-50, 50), random.nextInt(-50, 50)};
        for (int y = Math.max(0, middleY - radius); y < Math.min(height, middleY + radius); y++) {
            int reach = (int) Math.sqrt((double) radius * radius - (double) (y - middleY) * (y - middleY));
            for (int x = Math.max(0, middleX - reach); x < Math.min(width, middleX + reach); x++) {
                for (int c = 0; c < more.length; c++) {
                    light[c][y * width + x] += more[c];
                }
            }
        }
    }

    private static int sample(double value) {
        return Math.clamp(Math.round(value), 0, 255);
    }

    private static void write(BufferedImage image, Path file) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(file.toFile())) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be written", e);
        } finally {
            writer.dispose();
        }
    }
}
